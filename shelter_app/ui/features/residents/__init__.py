"""Residents: the forms of who somebody is and what the house must know."""

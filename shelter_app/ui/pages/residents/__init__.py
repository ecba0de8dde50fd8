"""Residents: the list."""

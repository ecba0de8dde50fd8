"""Beds: forms and acts that the pages of the beds offer."""

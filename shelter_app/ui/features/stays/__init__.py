"""Stays: admission, bed, leave and exit of a resident."""

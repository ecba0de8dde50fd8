"""Handover: the lines that one shift leaves to the next."""

"""Measurements against bare floors, each taken in the same run; ``make bench`` prints them as one table."""

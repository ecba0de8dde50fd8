"""Stays: admission, beds, moves, leave, exit."""

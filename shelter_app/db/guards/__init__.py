"""Triggers that keep what must never be false."""

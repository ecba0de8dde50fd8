"""Counselling: forms, words and cards of sessions and notes."""

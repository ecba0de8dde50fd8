"""Beds that are held for somebody who is expected, and the history of those that were."""

"""Requests for a place."""

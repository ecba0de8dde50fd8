"""Ctrl+K: people, pages and acts by a few letters."""

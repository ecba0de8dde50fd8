"""Palette, style sheet and fonts."""

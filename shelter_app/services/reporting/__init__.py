"""Figures and reports: asked for, made, registered."""

"""Reintegration milestones: planned, reached, lost."""

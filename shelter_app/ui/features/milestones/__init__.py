"""Milestones of reintegration on a resident's page: planned, reached, changed, lost."""

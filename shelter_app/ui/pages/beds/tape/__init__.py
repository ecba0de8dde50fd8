"""The tape chart's page."""

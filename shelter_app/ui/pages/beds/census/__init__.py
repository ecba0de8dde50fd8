"""The census's page."""

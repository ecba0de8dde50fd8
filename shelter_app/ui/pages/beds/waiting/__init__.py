"""The waiting list's page."""

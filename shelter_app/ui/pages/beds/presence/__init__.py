"""The roll call's page."""

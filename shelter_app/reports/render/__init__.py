"""From a dataset to PDF and JSON."""

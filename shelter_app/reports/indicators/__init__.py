"""The indicators, one module for each group."""

"""The shelter's program: beds, care and reports in one encrypted store."""

"""The report templates, one module each."""

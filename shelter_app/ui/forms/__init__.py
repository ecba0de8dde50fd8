"""Forms built from acts."""

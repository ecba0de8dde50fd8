"""Taking an old register in."""

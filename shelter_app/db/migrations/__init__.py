"""Schema changes, shipped with the program."""

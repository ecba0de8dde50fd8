"""What goes on paper: looked at first, then printed or kept as a file."""

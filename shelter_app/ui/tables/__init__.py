"""Lists of views."""

"""Services given to residents."""

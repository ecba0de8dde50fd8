"""A store full of fictional people."""

"""Services that residents were given, on their pages and for many at once."""

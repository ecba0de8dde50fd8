"""The page that opens the day."""

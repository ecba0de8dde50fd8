"""What a feature is on the page of the day."""

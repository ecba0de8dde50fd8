"""One folder for each feature word."""

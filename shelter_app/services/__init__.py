"""Acts that change and views that read, one folder for each feature word."""

"""What the window shows and does of each feature, a folder for each word of the services."""

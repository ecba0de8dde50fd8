"""The first run: from an empty folder to a house with rooms, in five steps."""

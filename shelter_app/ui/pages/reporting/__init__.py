"""Reports: choose, preview, save, print."""

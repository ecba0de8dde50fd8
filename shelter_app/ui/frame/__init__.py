"""What stands around every page: main window, navigation, bars, palette, help."""

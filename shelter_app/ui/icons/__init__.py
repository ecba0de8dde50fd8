"""Icons drawn in the colour of the text."""

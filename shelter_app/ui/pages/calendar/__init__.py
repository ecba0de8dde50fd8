"""The sessions of a day or a week."""

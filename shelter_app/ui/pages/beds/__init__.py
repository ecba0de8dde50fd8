"""The pages of the beds, each a button away from the others."""

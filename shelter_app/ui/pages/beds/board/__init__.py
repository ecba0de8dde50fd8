"""The house: tonight's beds."""

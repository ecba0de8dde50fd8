"""The house: shelters, rooms, beds, what takes a bed out of use, settings."""

"""House: the forms of shelters, rooms and beds."""

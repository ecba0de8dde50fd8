"""Counselling: sessions as facts, notes sealed for those who hold the case's key."""

"""Beds in time: the tape chart, roll call, census, occupancy, waiting list, rooms looked at, past days corrected."""

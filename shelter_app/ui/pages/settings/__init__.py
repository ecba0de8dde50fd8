"""Settings: the house, its lists, its accounts, the trail, appearance."""

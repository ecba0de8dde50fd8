"""The tape chart: beds by days."""

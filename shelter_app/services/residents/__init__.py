"""Residents: who they are by code, their sealed identity, their case, the import of a register."""

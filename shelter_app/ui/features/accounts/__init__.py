"""Accounts: the forms of who may do what."""

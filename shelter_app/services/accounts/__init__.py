"""Accounts: who may sign in, and the proof that the store they share is sound."""

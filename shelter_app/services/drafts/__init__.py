"""Drafts: what somebody is typing, kept for that person alone."""

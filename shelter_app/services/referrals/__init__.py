"""Referrals: requests for a place, and what was decided on them."""

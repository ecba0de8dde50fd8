"""The page of the rooms looked at and of what is broken in them."""

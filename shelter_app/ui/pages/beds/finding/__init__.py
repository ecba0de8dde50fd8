"""Finding a bed: for whom, from when to when, which beds fit and why, and giving one of them."""

"""Individual plans: wishes, goals, what is done for them, approval."""

"""The individualized plan: written, proposed, approved by another, closed."""

"""What a day asks of somebody."""

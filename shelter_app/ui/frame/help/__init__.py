"""Help: the manual opened at the page one is on."""

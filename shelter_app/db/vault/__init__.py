"""Keys, the keyring and sealed content."""

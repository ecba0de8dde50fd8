"""Pure rules and code lists: no Qt, no SQL, no files written, no clock of their own."""

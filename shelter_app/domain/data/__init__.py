"""The facts of the domain as data: code lists, indicators, templates, deadlines."""

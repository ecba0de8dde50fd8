"""The manual: one text for each page and language, with pictures made from the demonstration store."""

"""The lock: nothing on the screen, nothing in memory, and afterwards where one was."""

OWN_DRAFT = "own_draft"  # the property of a field whose text is kept elsewhere, or never

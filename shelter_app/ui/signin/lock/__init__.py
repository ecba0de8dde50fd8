"""The lock: nothing on the screen, nothing in memory, and afterwards where one was."""

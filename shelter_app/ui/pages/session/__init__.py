"""One session: who, when, its notes, the note being written, what comes next."""

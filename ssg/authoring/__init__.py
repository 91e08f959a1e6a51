"""New content: which fields it can have, its id, its text, and where a post goes."""

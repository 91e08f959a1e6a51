"""One file a verb: what a command does, and how it tells about it."""

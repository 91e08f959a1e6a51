"""Threads: the question, its posts and who wrote them."""

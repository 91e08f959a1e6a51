"""Asks outside addresses whether they still answer, politely and within bounds."""

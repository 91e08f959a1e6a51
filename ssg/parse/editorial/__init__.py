"""Parses what editors write: guides, topics and pages."""

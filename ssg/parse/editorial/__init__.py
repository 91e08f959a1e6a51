"""Guides, topics and pages: what editors write."""

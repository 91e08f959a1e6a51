"""Reads images that may be anything, and makes of them what is published."""

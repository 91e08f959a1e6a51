"""A static site generator for curated health threads."""

__version__ = "0.1.0"

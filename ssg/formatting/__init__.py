"""Writes fields in canonical order and style; each value and each comment stays what it was."""

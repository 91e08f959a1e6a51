"""The render stage: views and templates in, the bytes of pages out."""

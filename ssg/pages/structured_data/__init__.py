"""What a page says of itself to machines: JSON-LD in the vocabulary of schema.org.

It repeats what readers see and adds nothing: https://developers.google.com/search/docs/appearance/structured-data/sd-policies
"""

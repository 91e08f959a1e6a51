"""What other programs can know of the content format: JSON Schemas, and a form for a browser."""

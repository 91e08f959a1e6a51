"""The contract with the templates: what each page shows, and how its view is built."""

"""A site in a living process: documents, plans and pages stay in memory from save to save."""

"""What a site is made of: documents, their cards and their ids. No input, no output."""

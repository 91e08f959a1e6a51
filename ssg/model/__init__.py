"""The data of a site: documents, their cards and their ids. No input or output."""

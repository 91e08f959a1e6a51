"""From Markdown to safe HTML, for either kind of text."""

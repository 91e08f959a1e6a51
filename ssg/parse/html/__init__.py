"""Renders Markdown to safe HTML, for posts and for editors' text."""

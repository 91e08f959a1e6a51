"""The living preview: a server that shows the site while its files are edited."""

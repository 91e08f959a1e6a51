"""The search index of a site, which Pagefind makes of what its pages show."""

"""The language server: what editors are told of the files that they have open."""

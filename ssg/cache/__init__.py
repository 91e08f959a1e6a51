"""Everything that is remembered between builds, and what each part keys on."""

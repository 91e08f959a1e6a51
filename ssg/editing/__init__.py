"""Changes to the files of a site, made for its editors: exact, shown beforehand, all or nothing."""

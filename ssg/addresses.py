"""The list of every address that the site has ever published, in `addresses.txt`."""

"""The error of a search index that cannot be made."""


class SearchError(Exception):
    """Why there is no search index."""

"""The pages of a site: one module for each page kind; `registry` lists the kinds.

A plan is made in the parent process, from the whole Site. A view is built in a worker, from the
plan's inputs and its document alone. So what a page can show is exactly what its cache key covers.
"""

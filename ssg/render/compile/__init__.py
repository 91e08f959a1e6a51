"""Compiles a page template, for pages of one class in one language, to one Python function.

What a build knows is computed when compiling: the site, the words of the interface, the arguments
of components that are constants. What this compiler does not know is left to Jinja.
"""

"""Compiles a page template, for pages of one class in one language, to one Python function.

What is the same for all these pages is computed when compiling: the words of the interface, the
arguments of components that are constants and, in code for one site, all that pages show of it.
What this compiler does not know is left to Jinja.
"""

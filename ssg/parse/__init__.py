"""The parse stage: from one file to its document and its fragments.

Checkers, Markdown engines and sanitizers load with `ssg.parse.files`, which a build
in which no file has changed does not need.
"""

"""The parse stage: from one file to its document and its fragments.

`ssg.parse.files` imports the schema, the Markdown engines and the sanitizer. Import it
late: a build in which no file has changed does not need them.
"""

"""A Markdown extension that runs what a test puts into it."""

EXTENSION = """
import os, sys, time
from markdown import Extension
from markdown.preprocessors import Preprocessor

class Own(Preprocessor):
    def run(self, lines):
        text = " ".join(lines)
        {}
        return lines

class OwnExtension(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Own(md), "own", 1)

def makeExtension(**_):
    return OwnExtension()
"""

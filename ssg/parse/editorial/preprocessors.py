"""Python-Markdown's preprocessors, which search the whole text, for texts with nothing to be found.

They make the same lines. As with all of `prefilter`, the code could be offered to that project.
"""

import re

from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace, Preprocessor
from markdown.util import ETX, STX

# Finds what `(?<=\n) +\n` finds, but for the end of the line, and begins with a character to look
# for.
_BLANK_LINE = re.compile(r"\n +(?=\n)")


class QuickNormalizeWhitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines).replace(STX, "").replace(ETX, "")
        source = source.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        source = source.expandtabs(self.md.tab_length)
        return _BLANK_LINE.sub("\n", source).split("\n")


class QuickHtmlBlockPreprocessor(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        # All that a parser of HTML takes for something else than text begins with these.
        return super().run(lines) if "<" in source or "&" in source else source.split("\n")


class QuickFencedBlockPreprocessor(FencedBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        return super().run(lines) if "```" in source or "~~~" in source else source.split("\n")


QUICK: dict[type[Preprocessor], type[Preprocessor]] = {
    FencedBlockPreprocessor: QuickFencedBlockPreprocessor,
    HtmlBlockPreprocessor: QuickHtmlBlockPreprocessor,
    NormalizeWhitespace: QuickNormalizeWhitespace,
}
"""The class that replaces each of Python-Markdown's own."""

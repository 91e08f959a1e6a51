"""Quotations of Python-Markdown, as a git host's preview shows them."""

import xml.etree.ElementTree as etree

from markdown.blockprocessors import BlockQuoteProcessor


class SeparateQuotes(BlockQuoteProcessor):
    """A blank line ends a quotation, as in CommonMark.

    Python-Markdown joins two quotations with only a blank line between them, and
    two care cards would become one: what is no emergency under an emergency's title.
    """

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = self.RE.search(block)
        assert found is not None, "test() takes no other block"
        self.parser.parseBlocks(parent, [block[: found.start()]])
        quoted = (self.clean(line) for line in block[found.start() :].split("\n"))
        quote = etree.SubElement(parent, "blockquote")
        self.parser.state.set("blockquote")
        self.parser.parseChunk(quote, "\n".join(quoted))
        self.parser.state.reset()

"""A Python-Markdown processor that separates quotations as CommonMark does."""

import xml.etree.ElementTree as etree

from markdown.blockprocessors import BlockQuoteProcessor


class SeparateQuotes(BlockQuoteProcessor):
    """Ends a quotation at a blank line, as CommonMark does.

    Python-Markdown joins two quotations that are separated by a blank line. Two care
    cards would become one, with the second text under the title of the first.
    """

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = self.RE.search(block)
        assert found is not None, "run() follows a successful test()"
        self.parser.parseBlocks(parent, [block[: found.start()]])
        quoted = (self.clean(line) for line in block[found.start() :].split("\n"))
        quote = etree.SubElement(parent, "blockquote")
        self.parser.state.set("blockquote")
        self.parser.parseChunk(quote, "\n".join(quoted))
        self.parser.state.reset()

"""Python-Markdown with the extensions of site.yaml."""

import sys
from functools import cache

import markdown
from markdown.extensions.codehilite import CodeHiliteExtension
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from ssg.parse.editorial.extensions import is_foreign
from ssg.parse.editorial.quotes import SeparateQuotes
from ssg.plugins.foreign import describe_failure


class ConversionFailed(Exception):
    """Python-Markdown or an extension raised an exception: the message says what."""


def convert(text: str, extensions: tuple[str, ...]) -> str:
    """The text as HTML that is not yet sanitized. Raises ConversionFailed."""
    # Foreign code may raise anything, and Markdown's own extensions fail on some texts.
    caught = BaseException if any(map(is_foreign, extensions)) else Exception
    try:
        converter = make_converter(extensions)
        converter.reset()
        html = converter.convert(text)
        # An extension may make anything of it.
        return html.encode().decode()
    except caught as error:
        make_converter.cache_clear()
        raise ConversionFailed(describe_failure(error)) from error


@cache
def make_converter(extensions: tuple[str, ...]) -> markdown.Markdown:
    """A converter that separates quotations as CommonMark does; to be reset before each use."""
    converter = make_stock_converter(extensions)
    if _can_prefilter():
        # Uses what another version may not have.
        from ssg.parse.editorial.prefilter import prefilter  # noqa: PLC0415

        prefilter(converter)
    return converter


def make_stock_converter(extensions: tuple[str, ...]) -> markdown.Markdown:
    """A converter like that of `make_converter`, with Python-Markdown's own parsers."""
    converter = markdown.Markdown(extensions=list(extensions))
    # The name and priority of the processor that it replaces.
    converter.parser.blockprocessors.register(SeparateQuotes(converter.parser), "quote", 20)
    if "fenced_code_block" in converter.preprocessors and not _highlights(converter):
        # It would turn `linenums="1"` into True, and fail to write that as an attribute.
        fences = converter.preprocessors["fenced_code_block"]
        assert isinstance(fences, FencedBlockPreprocessor)
        fences.bool_options = ["use_pygments"]
    return converter


def _can_prefilter() -> bool:
    """Whether `prefilter` was tested with these versions: it needs private names of both."""
    return markdown.__version_info__[:2] == (3, 11) and sys.version_info < (3, 14)


def _highlights(converter: markdown.Markdown) -> bool:
    return any(isinstance(one, CodeHiliteExtension) for one in converter.registeredExtensions)

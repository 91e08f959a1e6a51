"""Python-Markdown with the extensions of site.yaml."""

from functools import cache

import markdown
from markdown.extensions.codehilite import CodeHiliteExtension
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from ssg.parse.editorial.extensions import describe_failure, is_foreign
from ssg.parse.editorial.quotes import SeparateQuotes


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
    converter = markdown.Markdown(extensions=list(extensions))
    # The name and priority of the processor that it replaces.
    converter.parser.blockprocessors.register(SeparateQuotes(converter.parser), "quote", 20)
    if "fenced_code_block" in converter.preprocessors and not _highlights(converter):
        # It would turn `linenums="1"` into True, and fail to write that as an attribute.
        fences = converter.preprocessors["fenced_code_block"]
        assert isinstance(fences, FencedBlockPreprocessor)
        fences.bool_options = ["use_pygments"]
    return converter


def _highlights(converter: markdown.Markdown) -> bool:
    return any(isinstance(one, CodeHiliteExtension) for one in converter.registeredExtensions)

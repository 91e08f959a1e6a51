"""Fingerprints: digests of what cached results depend on.

| what is cached | where | its key |
|---|---|---|
| a parsed file | the store | the digest of its bytes; for the whole store, `parser_fingerprint` |
| a rendered page | the output folder | `page_key`, kept in the manifest |
| a compressed file | the output folder | `compression_key`, kept in the manifest |
| the digest of a page's search record | a file of the cache | `record_key` |
| the search index | the output folder | `index_key`, kept in the manifest |
| a compiled template of the theme | beside Python's bytecode | its source; `code_fingerprint` |
| what its styles give | beside Python's bytecode | their sources; `code_fingerprint` |
| the digest of our own code | beside Python's bytecode | the stats of its sources |
| what an image is | the media cache | its digest; for the whole cache, `media_fingerprint` |
| what was made of an image | the media cache | `made_key` |
| a file's digest | a stat cache | its name and stats |
| the plans of all pages | the plan cache | `plan_key`, and a span of time |
| that a build would do nothing | a snapshot | see `ssg.cache.up_to_date` |
"""

import zlib
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from platform import python_version

import ssg
from ssg.cache.installed import version
from ssg.cache.own_code import own_code, source_digests
from ssg.config import Limits, Settings
from ssg.config.places import SettingsPlaces
from ssg.digest import Digest, digest_of, digest_of_file, digest_of_parts
from ssg.ledger import Ledger
from ssg.model.codec import encode
from ssg.model.states import BuildTime, Environment

_PARSING = (
    "linkify-it-py",
    "markdown",
    "msgspec",
    "nh3",
    "pydantic",
    "pyromark",
    "python-frontmatter",
    "pyyaml",
    "regex",
    "selectolax",
)
_IMAGES = ("pillow", "py-svg-hush", "tinycss2")
_SEARCH = ("cbor2", "pagefind-bin")
_STYLES = ("lightningcss", "tinycss2")
_RENDERING = ("babel", "jinja2", "markupsafe", "tzdata")


def parser_fingerprint(settings: Settings, extension_files: Iterable[str]) -> Digest:
    """Changes whenever a file might be parsed differently: code, libraries, settings.

    `extension_files` are the files of Markdown extensions and plugins; a folder among them has no
    bytes of its own.
    """
    return digest_of_parts(
        *_versions(_PARSING),
        own_code(),
        *(f"{Path(file).name} {_digest_of_source(file)}" for file in _existing(extension_files)),
        encode(_settings_of_parsing(settings)),
    )


def code_fingerprint() -> Digest:
    """Changes whenever something else might be made of the theme: code, libraries."""
    return digest_of_parts(*_versions(_RENDERING), *_versions(_STYLES), own_code())


def shared_fingerprint(parser: Digest, shown: bytes) -> Digest:
    """Changes whenever every page must be rendered again.

    `parser` is the `parser_fingerprint`, `shown` what all pages show, encoded.
    """
    return digest_of_parts(parser, digest_of(shown), python_version(), *_versions(_RENDERING))


def plan_key(
    parser: Digest,
    settings: Settings,
    places: SettingsPlaces,
    time: BuildTime,
    *,
    environment: Environment,
    ledger: Ledger,
    files: Collection[str],
    media: bytes,
    documents: Collection[tuple[str, Digest]],
    listed: Digest,
) -> Digest:
    """The key of all that resolving and planning find out about a site, but for the time.

    `parser` is the `parser_fingerprint`, `files` are the paths of media and static files, `media`
    is what pages show of these, encoded. For each document, `documents` has its path and its
    `outline_digest`, or the digest of the document if what is found out has a place in it. `listed`
    is the digest of the list of addresses.
    """
    shown = (environment, time.drafts, time.preview)
    asked = encode((settings, places, ledger, *shown, sorted(files)))
    return digest_of_parts(
        parser, python_version(), *_versions(_RENDERING), asked, media, encode(documents), listed
    )


def page_key(
    plan: Digest, *, documents: Collection[Digest | None], template: Digest, shared: Digest
) -> Digest:
    """The cache key of a page: the digest of all that it can show.

    That is its plan as msgpack, which holds the inputs of its view; its documents, which hold the
    digests of their texts; its template with all that it includes; and the `shared_fingerprint`.
    For a plan and documents, their digests are given, in the order of the plan's `documents`.
    """
    return digest_of(encode((shared, template, plan, documents)))


def compression_key(file: Digest, ending: str) -> Digest:
    """The cache key of the compressed version of a file: other versions of the libraries, and of
    our own code, may give other bytes.
    """
    return digest_of_parts(file, ending, *_compressors())


@cache
def _compressors() -> tuple[str, ...]:
    return f"zlib {zlib.ZLIB_RUNTIME_VERSION}", *_versions(["brotli"])


def record_key(
    plan: Digest, *, documents: tuple[Digest, ...], parser: Digest, settings: Settings
) -> Digest:
    """The key of what the search index knows of a page: the digest of all it is made from.

    `plan` and `documents` are the digests of its plan and its documents, `parser` is the
    `parser_fingerprint`.
    """
    return digest_of(encode((plan, documents, parser, settings)))


def index_key(parser: Digest, records: Iterable[Digest]) -> Digest:
    """The cache key of the search index: the digest of all its pages as they are indexed.

    `parser` is the `parser_fingerprint`, `records` are the digests of the records.
    """
    return digest_of_parts(parser, python_version(), *_versions(_SEARCH), *records)


def making_fingerprint() -> Digest:
    """Changes whenever something else might be made of an image: code, libraries.

    No setting counts, since the addresses of what is made depend on it.
    """
    code = source_digests(Path(ssg.__file__).parent / "media")
    return digest_of_parts(*_versions(_IMAGES), *code)


def media_fingerprint(making: Digest, limits: Limits) -> Digest:
    """Changes whenever an image might be read or made differently.

    `making` is the `making_fingerprint`.
    """
    return digest_of_parts(making, encode(limits))


def made_key(making: Digest, image: Digest, *, has_variants: bool) -> Digest:
    """The key of all that is made of an image. `making` is the `making_fingerprint`."""
    return digest_of(encode((making, image, has_variants)))


def _settings_of_parsing(settings: Settings) -> tuple[object, ...]:
    return (
        settings.markdown,
        settings.limits,
        settings.prefix,
        settings.timezone,
        settings.plugins,
    )


def _existing(files: Iterable[str]) -> Iterator[str]:
    return (file for file in files if Path(file).is_file())


def _digest_of_source(file: str) -> Digest:
    return digest_of_file(Path(file).resolve())


def _versions(libraries: Iterable[str]) -> Iterator[str]:
    return (f"{name} {version(name)}" for name in libraries)

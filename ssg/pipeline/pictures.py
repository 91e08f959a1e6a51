"""What is published of images: the image itself without metadata, and smaller variants."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from ssg import urls
from ssg.cache.fingerprints import made_key
from ssg.cache.media import MediaCache
from ssg.cache.stat_cache import Stats
from ssg.diagnostics import Diagnostic
from ssg.digest import Digest
from ssg.discover import CopiedFile
from ssg.model.media import MadeFile, Medium, Picture, PictureSource
from ssg.pipeline.media import Media, diagnostic_of
from ssg.pipeline.session import Session

_SHOWN_DIGITS = 12
_LONGEST_NAME = 255
"""In bytes, on nearly all disks."""


class PublishedMedia(Struct, frozen=True, kw_only=True):
    """What is published in place of some files, and how texts show it."""

    copied: tuple[CopiedFile, ...] = ()
    shown: Mapping[str, Medium] = field(default_factory=dict)
    """`Media.shown`, with variants."""
    diagnostics: tuple[Diagnostic, ...] = ()


def publish_media(
    files: Sequence[CopiedFile], media: Media, session: Session, *, has_variants: bool
) -> PublishedMedia:
    """What is published of `files`. All else that was made of images before is removed.

    Nothing is made again that is in the cache. Reports T06, T09, T10, T12 and T13. Raises OSError.
    """
    cache = media.cache
    if cache is None:
        return PublishedMedia(copied=tuple(files), shown=media.shown)
    images = {
        file.path: _Image(
            file=file,
            digest=media.digests[file.path],
            key=made_key(media.making, media.digests[file.path], has_variants=has_variants),
        )
        for file in files
        if file.path in media.facts
    }
    # Two images with the same bytes are one here.
    missing = {one.key: one for one in images.values() if not _is_made(one, cache, session)}
    problems = tuple(_make([*missing.values()], media, cache, session, has_variants=has_variants))
    cache.keep(made={one.key for one in images.values()})
    made = {path: _made_files(one, cache) for path, one in images.items() if one.key in cache.made}
    return _collect(files, made, media, session.settings.prefix, problems)


class _Image(Struct, frozen=True, kw_only=True):
    file: CopiedFile
    digest: Digest
    key: Digest


_Made = tuple[MadeFile, CopiedFile]
"""A file that was made, and where it is in the cache and in the output."""


def _made_files(image: _Image, cache: MediaCache) -> list[_Made]:
    """All that was made of an image. Raises OSError if something is not there."""
    return [(one, _cached_file(one, image, cache)) for one in cache.made[image.key]]


def _cached_file(made: MadeFile, image: _Image, cache: MediaCache) -> CopiedFile:
    output_path = image.file.output_path
    if made.width:
        stem = output_path.rpartition(".")[0]
        output_path = f"{stem}.{image.key[:_SHOWN_DIGITS]}-{made.width}.{made.format}"
    file = str(cache.folder / made.name)
    # In the stat cache it has a name that no file of the site has.
    return CopiedFile(
        path=f".ssg/media/{made.name}",
        output_path=output_path,
        file=file,
        stats=Stats.of(os.lstat(file)),
    )


def _is_made(image: _Image, cache: MediaCache, session: Session) -> bool:
    """Whether all that is made of an image is in the cache, and as it was made."""
    try:
        return image.key in cache.made and all(
            session.stat_cache.digest(file.path, file.file, file.stats) == one.digest
            for one, file in _made_files(image, cache)
        )
    except OSError:
        return False


def _make(
    images: Sequence[_Image],
    media: Media,
    cache: MediaCache,
    session: Session,
    *,
    has_variants: bool,
) -> Iterator[Diagnostic]:
    if not images:
        return
    # What makes images takes a while to load, and not every build needs it.
    from ssg.media.work import Made, MakeTask, run_making  # noqa: PLC0415

    cache.open()
    tasks = [
        MakeTask(
            file=one.file.file,
            facts=media.facts[one.file.path],
            digest=one.digest,
            has_variants=has_variants,
            folder=str(cache.folder),
            start=one.key,
        )
        for one in images
    ]
    session.progress.begin("Making images smaller", len(tasks))
    for index, made in run_making(tasks, session.workers):
        session.progress.step()
        if isinstance(made, Made):
            cache.made[images[index].key] = made.files
        else:
            yield diagnostic_of(images[index].file.path, made)


def _collect(
    files: Iterable[CopiedFile],
    made: Mapping[str, Sequence[_Made]],
    media: Media,
    prefix: str,
    problems: tuple[Diagnostic, ...],
) -> PublishedMedia:
    copied: list[CopiedFile] = []
    shown = dict(media.shown)
    taken = {urls.fold_path(file.output_path) for file in files}
    for file in files:
        if file.path not in media.digests:
            copied.append(file)
            continue
        # Never the file itself: it may be another one since it was read.
        found = made.get(file.path, ())
        copied += (copy for one, copy in found if not one.width)
        variants = [(one, copy) for one, copy in found if one.width]
        picture = shown.get(file.output_path)
        if isinstance(picture, Picture) and _are_free(variants, taken):
            copied += (copy for _, copy in variants)
            shown[file.output_path] = replace(picture, sources=_sources(variants, prefix))
    return PublishedMedia(copied=tuple(copied), shown=shown, diagnostics=problems)


def _are_free(variants: Iterable[_Made], taken: set[str]) -> bool:
    """Whether no file of the site has such a name, and no name is too long for a disk."""
    paths = [copy.output_path for _, copy in variants]
    return all(
        urls.fold_path(path) not in taken
        and len(os.fsencode(path.rpartition("/")[2])) <= _LONGEST_NAME
        for path in paths
    )


def _sources(variants: Iterable[_Made], prefix: str) -> tuple[PictureSource, ...]:
    by_format: dict[str, list[str]] = {}
    for one, copy in variants:
        url = urls.href(prefix, f"/{copy.output_path}")
        by_format.setdefault(one.format, []).append(f"{url} {one.width}w")
    return tuple(
        PictureSource(type=f"image/{name}", srcset=", ".join(entries))
        for name, entries in by_format.items()
    )

"""Images and other files that texts show: what they are, and what is published of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from posixpath import splitext

from msgspec import Struct, field

from ssg.cache.fingerprints import making_fingerprint, media_fingerprint
from ssg.cache.media import MediaCache
from ssg.diagnostics import Diagnostic, Location
from ssg.digest import Digest
from ssg.discover import CopiedFile
from ssg.files import remove
from ssg.model.codec import encode
from ssg.model.media import (
    ImageFacts,
    ImageProblem,
    Inspection,
    LinkedFile,
    Medium,
    Picture,
)
from ssg.pipeline.session import Session

_MEDIA = "content/media/"
_FORMATS = {
    ".avif": "avif",
    ".gif": "gif",
    ".jpeg": "jpeg",
    ".jpg": "jpeg",
    ".png": "png",
    ".svg": "svg",
    ".webp": "webp",
}
"""The formats of images by the endings of their names."""
_DOCUMENTS = frozenset({
    ".csv", ".doc", ".docx", ".epub", ".mp3", ".mp4", ".odp", ".ods", ".odt", ".ogg", ".opus",
    ".pdf", ".ppt", ".pptx", ".rtf", ".txt", ".wav", ".webm", ".xls", ".xlsx", ".zip",
})  # fmt: skip
"""The endings of files that open in another program than a page does, or take long to load."""
_LASTING = ("T12", "T13")
"""What is wrong with an image whenever it is read."""
_UNREADABLE = ImageProblem(
    code="T09", message="cannot be read", hint="check that the file exists and can be read"
)
_MOST_NAMED = 5
_QUOTED = 40


class Media(Struct, frozen=True, kw_only=True):
    """All media and static files as texts can show them. Their variants are not known yet."""

    shown: Mapping[str, Medium] = field(default_factory=dict)
    """By output path."""
    facts: Mapping[str, ImageFacts] = field(default_factory=dict)
    """Of images in content/media, by path."""
    digests: Mapping[str, Digest] = field(default_factory=dict)
    """Of the same images, and of those with errors."""
    diagnostics: tuple[Diagnostic, ...] = ()
    cache: MediaCache | None = None
    """It has all that is known of these images; None for a site without any."""
    making: Digest = Digest("")
    """The `making_fingerprint`, if there are images."""

    @property
    def encoded(self) -> bytes:
        """All that what pages show of these files depends on, such as variants' addresses."""
        digests = ((path, self.digests[path]) for path, one in self.facts.items() if one.can_vary)
        return encode((self.making, sorted(self.shown.items()), sorted(digests)))


def inspect_media(copied: Sequence[CopiedFile], session: Session) -> Media:
    """What these files are. Images are read if they have changed since the last time.

    Reports T06, T07, T09, T10, T12, T13 and W32 to W34.
    """
    folder = session.store.path.with_name("media")
    images = [file for file in copied if _is_image(file)]
    files = {file.output_path: one for file in copied if (one := _linked_file(file))}
    if not images:
        # Readers may no longer see what is in it.
        remove(folder)
        return Media(shown=files)
    making = making_fingerprint()
    cache = MediaCache(folder, version=media_fingerprint(making, session.settings.limits))
    digests = dict(_digests(images, session))
    found = _inspect(images, digests, cache, session)
    facts = {path: one for path, one in found.items() if isinstance(one, ImageFacts)}
    pictures = {
        file.output_path: Picture(width=image.width, height=image.height)
        for file in images
        if (image := facts.get(file.path)) and image.width
    }
    return Media(
        shown={**files, **pictures},
        facts=facts,
        digests=digests,
        diagnostics=tuple(_report(found)),
        cache=cache,
        making=making,
    )


def _is_image(file: CopiedFile) -> bool:
    return file.path.startswith(_MEDIA) and _extension(file) in _FORMATS


def _is_svg(file: CopiedFile) -> bool:
    return _extension(file) == ".svg"


def _extension(file: CopiedFile) -> str:
    return splitext(file.path)[1].lower()


def _linked_file(file: CopiedFile) -> LinkedFile | None:
    extension = _extension(file)
    if extension not in _DOCUMENTS:
        return None
    return LinkedFile(kind=extension[1:].upper(), size=file.stats.size)


def _digests(images: Iterable[CopiedFile], session: Session) -> Iterator[tuple[str, Digest]]:
    for file in images:
        with suppress(OSError):
            yield file.path, session.stat_cache.digest(file.path, file.file, file.stats)


def _inspect(
    images: Iterable[CopiedFile],
    digests: Mapping[str, Digest],
    cache: MediaCache,
    session: Session,
) -> dict[str, Inspection]:
    """What the images are, by path: from the cache, else from a worker process.

    The cache forgets all others.
    """
    before, cache.known = cache.known, {}
    found: dict[str, Inspection] = dict.fromkeys((file.path for file in images), _UNREADABLE)
    new: list[CopiedFile] = []
    for file in images:
        if file.path not in digests:
            continue
        key = _known_key(file, digests[file.path])
        if known := before.get(key):
            found[file.path] = cache.known[key] = known
        else:
            new.append(file)
    for file, inspection in _inspect_new(new, digests, session):
        found[file.path] = inspection
        # Whatever else is wrong may be another time.
        if isinstance(inspection, ImageFacts) or inspection.code in _LASTING:
            cache.known[_known_key(file, digests[file.path])] = inspection
    return found


def _known_key(file: CopiedFile, digest: Digest) -> Digest:
    """The same bytes are read as something else under the name of a drawing."""
    return Digest(f"{digest} svg") if _is_svg(file) else digest


def _inspect_new(
    images: Sequence[CopiedFile], digests: Mapping[str, Digest], session: Session
) -> Iterator[tuple[CopiedFile, Inspection]]:
    if not images:
        return
    # What reads images takes a while to load, and not every build needs it.
    from ssg.media.work import InspectTask, run_inspections  # noqa: PLC0415

    max_svg = session.settings.limits.file_bytes
    tasks = [
        InspectTask(
            file=file.file, digest=digests[file.path], is_svg=_is_svg(file), max_svg=max_svg
        )
        for file in images
    ]
    session.progress.begin("Reading images", len(tasks))
    for index, inspection in run_inspections(tasks, session.workers):
        session.progress.step()
        yield images[index], inspection


def _report(found: Mapping[str, Inspection]) -> Iterator[Diagnostic]:
    for path, one in found.items():
        match one:
            case ImageProblem():
                yield diagnostic_of(path, one)
            case ImageFacts():
                yield from (diagnostic_of(path, problem) for problem in _warn(path, one))


def _warn(path: str, facts: ImageFacts) -> Iterator[ImageProblem]:
    if facts.has_place:
        yield ImageProblem(
            code="W32",
            message="is published without the place where it was taken, which the file holds",
            hint="remove it from the file too, since the repository keeps it",
        )
    if facts.format != _FORMATS[splitext(path)[1].lower()]:
        ending = facts.format.replace("jpeg", "jpg")
        yield ImageProblem(
            code="W33",
            message=f"is {facts.format.upper()}, but is named as something else",
            hint=f"rename it to end in .{ending}, and correct the texts that show it",
        )
    if facts.removed:
        names = ", ".join(f"'{name[:_QUOTED]}'" for name in facts.removed[:_MOST_NAMED])
        yield ImageProblem(
            code="W34",
            message=f"is published without what could run code or lead elsewhere: {names}",
            hint="export it once more as plain SVG, and look whether the page shows all of it",
        )


def diagnostic_of(path: str, problem: ImageProblem) -> Diagnostic:
    return Diagnostic(
        code=problem.code, at=Location(path=path), message=problem.message, hint=problem.hint
    )

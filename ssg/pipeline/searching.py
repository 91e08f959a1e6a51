"""Makes the search index of a site, unless the output has one of the same records."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from ssg.cache.fingerprints import index_key, record_key
from ssg.cache.plans import PlannedPage, Plans
from ssg.cache.record_digests import read_record_digests, write_record_digests
from ssg.digest import Digest, digest_of
from ssg.pages.registry import KINDS_BY_NAME
from ssg.pipeline.session import Session
from ssg.publish.errors import PublishError
from ssg.publish.manifest import OutputFile, PublishOrder
from ssg.publish.output import Output
from ssg.search.errors import SearchError
from ssg.search.records import RecordTask, make_records
from ssg.urls import SEARCH_INDEX

_HINT = "build again, or without search: write 'search: false' in site.yaml"


class IndexedSite(Struct, frozen=True, kw_only=True):
    """The files of the index: those made now, and those that are up to date in the output."""

    files: tuple[OutputFile, ...] = ()
    unchanged: tuple[OutputFile, ...] = ()


def index_site(
    plans: Plans, documents: Mapping[str, Digest], output: Output, session: Session
) -> IndexedSite:
    """Index the site, and stage the files; nothing for a site without search.

    `documents` are the digests of all documents by path; the store holds them and their fragments.
    Raises PublishError and StoreCorrupted.
    """
    if not session.settings.search:
        return IndexedSite()
    pages = [page for page in plans.pages if KINDS_BY_NAME[page.kind].record]
    try:
        digests = _record_digests(pages, plans, documents, session)
        key = index_key(session.parser, digests)
        if unchanged := _find_unchanged(key, output):
            return IndexedSite(unchanged=unchanged)
        count = sum(map(bool, digests))
        files = _make_index(pages, plans, count, session)
    except SearchError as error:
        raise PublishError(f"the search index cannot be made: {error}", _HINT) from error
    return IndexedSite(files=tuple(_stage(files, key, output)))


def _record_digests(
    pages: Sequence[PlannedPage],
    plans: Plans,
    documents: Mapping[str, Digest],
    session: Session,
) -> list[Digest]:
    """The digest of the record of each page; empty for a page that is not in the index."""
    file = session.request.cache_folder / "search"
    settings, parser = session.settings, session.parser
    known = read_record_digests(file)
    keys = [
        record_key(
            page.digest,
            documents=tuple([documents[path] for path in page.documents]),
            parser=parser,
            settings=settings,
        )
        for page in pages
    ]
    missing = [page for page, key in zip(pages, keys, strict=True) if key not in known]
    task = _task(session, is_digest=True)
    session.progress.begin("Reading for search", len(missing))
    with plans.open(missing) as encoded:
        made = []
        for record in make_records(encoded, task, workers=session.workers):
            session.progress.step()
            made.append(record.digest)
    known |= zip((key for key in keys if key not in known), made, strict=True)
    digests = [known[key] for key in keys]
    if missing:
        write_record_digests(file, dict(zip(keys, digests, strict=True)))
    return digests


def _make_index(
    pages: Sequence[PlannedPage], plans: Plans, count: int, session: Session
) -> dict[str, bytes]:
    # Most builds need no index.
    from ssg.search.canonical import canonical_files  # noqa: PLC0415
    from ssg.search.pagefind import make_index  # noqa: PLC0415

    def indexed(encoded: Sequence[bytes]) -> Iterator[tuple[str, str]]:
        task = _task(session, is_digest=False)
        for page in make_records(encoded, task, workers=session.workers):
            session.progress.step()
            if page.html:
                yield page.url, page.html

    session.progress.begin("Indexing", len(pages))
    with plans.open(pages) as encoded:
        return canonical_files(make_index(indexed(encoded), count=count))


def _task(session: Session, *, is_digest: bool) -> RecordTask:
    return RecordTask(settings=session.settings, store=str(session.store.path), is_digest=is_digest)


def _find_unchanged(key: Digest, output: Output) -> tuple[OutputFile, ...]:
    """The files of the index with this key, if all are as they were published."""
    if output.manifest is None:
        return ()
    digests = output.manifest.files
    paths = [path for path, one in output.manifest.keys.items() if one == key]
    files = tuple(_output_file(path, digests[path], key) for path in paths)
    return files if all(map(output.is_up_to_date, files)) else ()


def _stage(files: Mapping[str, bytes], key: Digest, output: Output) -> Iterator[OutputFile]:
    for name, data in files.items():
        path = f"{SEARCH_INDEX[1:]}{name}"
        file = _output_file(path, digest_of(data), key)
        if not output.is_up_to_date(file):
            _write(output.staging / path, data)
        yield file


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _output_file(path: str, digest: Digest, key: Digest) -> OutputFile:
    # The entry names all other files.
    order = PublishOrder.LIST if path.endswith(".json") else PublishOrder.ASSET
    return OutputFile(path=path, digest=digest, order=order, key=key)

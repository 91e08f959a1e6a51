"""Whatever is published over whatever there was: every file gets to its place."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from ssg.digest import digest_of
from ssg.publish.manifest import OutputFile, Rank
from ssg.publish.steps import carry_out, decide
from tests.command import tree

_NAMES = st.sampled_from(["index.html", "zz.txt"])
_FOLDERS = st.sampled_from(["", "a/", "b/", "a/a/", "a/b/", "b/a/c/"])
_PATHS = st.builds(lambda folder, name: folder + name, _FOLDERS, _NAMES)
_OLD, _NEW = b"old", b"new"


def _put(folder: Path, paths: set[str], data: bytes) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


@given(
    new=st.dictionaries(_PATHS, st.sampled_from(Rank)),
    old=st.sets(_PATHS),
    gone=st.sets(_PATHS),
)
def test_every_staged_file_is_put_in_place(
    new: dict[str, Rank], old: set[str], gone: set[str]
) -> None:
    staged = [
        OutputFile(path=path, digest=digest_of(_NEW), rank=rank) for path, rank in new.items()
    ]
    with TemporaryDirectory() as folder:
        root, staging = Path(folder, "root"), Path(folder, "staging")
        root.mkdir()
        staging.mkdir()
        _put(root, old - gone, _OLD)
        _put(staging, set(new), _NEW)
        steps = decide(
            root,
            old={path: digest_of(_OLD) for path in old},
            new={file.path: file.digest for file in staged},
            staged=staged,
            adopt=False,
        )
        carry_out(root, steps, staging=staging)
        assert tree(root) == dict.fromkeys(new, _NEW)

"""Whatever the old and the new site are, publishing moves every file into place."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from ssg.digest import digest_of
from ssg.publish.manifest import OutputFile, PublishOrder
from ssg.publish.steps import apply_steps, plan_steps
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
    new=st.dictionaries(_PATHS, st.sampled_from(PublishOrder)),
    old=st.sets(_PATHS),
    gone=st.sets(_PATHS),
)
def test_every_staged_file_is_put_in_place(
    new: dict[str, PublishOrder], old: set[str], gone: set[str]
) -> None:
    staged = [
        OutputFile(path=path, digest=digest_of(_NEW), order=order) for path, order in new.items()
    ]
    with TemporaryDirectory() as folder:
        root, staging = Path(folder, "root"), Path(folder, "staging")
        root.mkdir()
        staging.mkdir()
        _put(root, old - gone, _OLD)
        _put(staging, set(new), _NEW)
        steps = plan_steps(
            root,
            old={path: digest_of(_OLD) for path in old},
            new={file.path: file.digest for file in staged},
            staged=staged,
            adopt=False,
        )
        apply_steps(root, steps, staging=staging)
        assert tree(root) == dict.fromkeys(new, _NEW)

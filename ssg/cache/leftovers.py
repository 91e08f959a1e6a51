"""What runs that were killed, or other programs, have left beside the store."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def plan_cache_file(store: Path) -> Path:
    """The file of the plan cache, which the lock of the store protects, too."""
    return store.with_suffix(".plans")


def find_leftovers(store: Path) -> Iterator[Path]:
    """All files of the store in the file `store` that no run leaves there which ends well.

    They may hold words that readers must no longer see. What is not a file or is a link counts,
    too.
    """
    own = {store.name, store.with_suffix(".lock").name, plan_cache_file(store).name}
    with suppress(OSError), os.scandir(store.parent) as entries:
        for entry in entries:
            is_own = entry.name in own and entry.is_file(follow_symlinks=False)
            if entry.name.startswith(f"{store.stem}.") and not is_own:
                yield Path(entry.path)

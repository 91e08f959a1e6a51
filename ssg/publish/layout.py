"""Where ssg keeps its own files in the output folder."""

from pathlib import Path

from ssg.publish.manifest import STATE_FOLDER


class OutputLayout:
    """The paths of the files in the output folder `root` that are not part of the site."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.state_folder = root / STATE_FOLDER
        self.lock = self.state_folder / "lock"
        self.manifest = self.state_folder / "manifest.json"
        self.journal = self.state_folder / "journal.json"
        self.stat_cache = self.state_folder / "stat-cache"
        self.staging = self.state_folder / "staging"
        # The new manifest is staged with the site's files, so that nothing is left to write when
        # the old one has to be replaced.
        self.staged_manifest = self.staging / STATE_FOLDER / "manifest.json"

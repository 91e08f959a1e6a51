"""Where in the output folder everything is that isn't the site itself."""

from pathlib import Path

from ssg.publish.manifest import OURS


class OutputLayout:
    """The paths of our own files in the output folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ours = root / OURS
        self.lock = self.ours / "lock"
        self.manifest = self.ours / "manifest.json"
        self.journal = self.ours / "journal.json"
        self.stat_cache = self.ours / "stat-cache"
        self.staging = self.ours / "staging"
        # The new manifest is staged with the site's files, so that nothing can be wanting when
        # its turn has come.
        self.staged_manifest = self.staging / OURS / "manifest.json"

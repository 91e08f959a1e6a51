"""Refuses output folders that hold anything else than output, whatever the settings say."""

from pathlib import Path

from ssg.publish.errors import PublishError

SEPARATE = "use a separate folder for the output, such as `output` in the site's folder"

# Folders in the site's folder that belong to the author, to git, or to ssg itself.
_RESERVED = ("content", "templates", "static", ".ssg", ".git")


def guard(output: Path, site: Path) -> None:
    """Raises PublishError if publishing into `output` could harm anything but a site's output.

    It may not be a filesystem root, nor the home folder or the folder `site`, nor contain one of
    these; it may not be inside the site's own content, nor be a file. Symbolic links are resolved
    first, and must lead to a folder.
    """
    if output.is_symlink() and not output.exists():
        raise PublishError(f"the output folder {output} is a link that leads nowhere", SEPARATE)
    folder, site = _resolve(output), _resolve(site)
    if folder.parent == folder:
        raise PublishError(f"the output folder {output} is a filesystem root", SEPARATE)
    if _is_within(site, folder):
        raise PublishError(f"the output folder {output} contains the site's own folder", SEPARATE)
    if (home := _find_home()) and _is_within(home, folder):
        raise PublishError(f"the output folder {output} contains your home folder", SEPARATE)
    for name in _RESERVED:
        if _is_within(folder, site / name):
            message = f"the output folder {output} is inside the site's {name} folder"
            raise PublishError(message, SEPARATE)
    if folder.exists() and not folder.is_dir():
        raise PublishError(f"the output folder {output} is a file", SEPARATE)


def _resolve(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # a loop of symbolic links
        raise PublishError(f"cannot resolve the folder {path}: {error}", SEPARATE) from error


def _find_home() -> Path | None:
    try:
        return Path.home().resolve()
    except RuntimeError:  # a user without a home folder, as in some containers
        return None


def _is_within(path: Path, folder: Path) -> bool:
    """Whether `path` is `folder` or below it, also on a disk that ignores case."""
    if path.is_relative_to(folder):
        return True
    return folder.exists() and any(
        upper.exists() and upper.samefile(folder) for upper in (path, *path.parents)
    )

"""What is known of images and other files that texts show or link to."""

from ssg.digest import Digest
from ssg.model.record import Record


class ImageFacts(Record, frozen=True, kw_only=True, tag=True):
    """What an image is; `width` and `height` are in CSS pixels, as a browser shows it upright.

    They are 0 for a drawing that says nothing of its size.
    """

    format: str
    """avif, gif, jpeg, png, svg or webp: what its bytes are, whatever its name says."""
    width: int
    height: int
    is_animated: bool = False
    has_place: bool = False
    """Whether it says where it was taken."""
    removed: tuple[str, ...] = ()
    """What a drawing is published without: names of elements and attributes that run code, and
    what leads elsewhere."""

    @property
    def can_vary(self) -> bool:
        """Whether it may have smaller variants: what moves would stand still in them."""
        return not self.is_animated and self.format != "svg"


class ImageProblem(Record, frozen=True, kw_only=True, tag=True):
    """Why an image cannot be published, as in a `Diagnostic`."""

    code: str
    message: str
    hint: str


Inspection = ImageFacts | ImageProblem


class MadeFile(Record, frozen=True, kw_only=True):
    """A file that was made of an image: in the cache it is called `name`."""

    name: str
    digest: Digest
    format: str = ""
    width: int = 0
    """Of a variant; 0 for the image itself, without what it does not need."""


class PictureSource(Record, frozen=True, kw_only=True):
    """The variants of a picture in one format, as in a `<source>` element."""

    type: str
    srcset: str


class Picture(Record, frozen=True, kw_only=True, tag=True):
    """An image as a page shows it."""

    width: int
    height: int
    sources: tuple[PictureSource, ...] = ()
    """Those that browsers should try first are first."""


class LinkedFile(Record, frozen=True, kw_only=True, tag=True):
    """A file as a link to it announces it."""

    kind: str
    """As readers know it: PDF."""
    size: int
    """In bytes."""


Medium = Picture | LinkedFile

"""Pictures of the size and weight of a phone's photographs: colours that run into each other, with
a grain. Each number gives the same picture.
"""

from pathlib import Path
from random import Random

from PIL import Image

_SIZE = (1600, 1200)
_COLOURS = (16, 12)
_GRAIN = (400, 300)
_STRENGTH = 0.15


def write_photographs(count: int, folder: Path) -> None:
    """`photograph-0.jpg` and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        random = Random(f"photograph {number}")
        picture = Image.blend(_noise(_COLOURS, random), _noise(_GRAIN, random), _STRENGTH)
        picture.save(folder / f"photograph-{number}.jpg", quality=85)


def with_photographs(text: str, folder: str) -> str:
    """The text with the address of the photographs' folder before their names."""
    return text.replace("(photograph-", f"({folder}/photograph-")


def _noise(size: tuple[int, int], random: Random) -> Image.Image:
    """Random colours, blurred by enlarging them."""
    width, height = size
    noise = Image.frombytes("RGB", size, random.randbytes(width * height * 3))
    return noise.resize(_SIZE, Image.Resampling.BICUBIC)

"""What this stage has of `ssg.text`."""

from ssg.text import CONTROL, decode

__all__ = ["CONTROL", "decode"]

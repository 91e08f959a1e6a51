"""The base class of values that are stored and sent to other processes."""

from msgspec import Struct


class Record(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A value encoded as a msgpack array of its fields, in order and without their names.

    The garbage collector ignores these values: a site has tens of thousands of them, and
    none can be part of a reference cycle.
    """

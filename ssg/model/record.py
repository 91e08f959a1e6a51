"""What the values have in common that are kept in the store and sent to other processes."""

from msgspec import Struct


class Record(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A value that becomes a msgpack array of its fields, in their order and without their names.

    A site has tens of thousands of each, and none can refer to itself, so the garbage collector
    need not know of them.
    """

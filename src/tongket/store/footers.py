"""Read which columns a Parquet file has from its end, without an engine: it is asked for every file that is opened.

The layout is that of https://parquet.apache.org/docs/file-format/metadata/ in the Thrift compact protocol,
https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tongket.model.errors import BookError

_MAGIC = b"PAR1"
_TAIL = 8  # length of the metadata, then the magic word
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _BINARY, _LIST, _STRUCT = 1, 2, 3, 4, 5, 6, 8, 9, 12
_SHORT_LIST = 15
_SCHEMA, _NAME = 2, 4  # fields of FileMetaData and of SchemaElement


def column_names(path: Path) -> tuple[str, ...]:
    """Return the names of the columns of a Parquet file without nested columns, in order.

    Raises
    ------
    BookError
        If there is no such file, or it is no Parquet file.
    """
    try:
        _, *names = _Reader(_metadata(path)).schema()
    # an offset beyond the end, a kind that is none, a text that is none: all say that these bytes are something else
    except (OSError, ValueError, IndexError, RecursionError) as error:
        raise BookError(
            f"{path}: must be a Parquet file as it was written; {type(error).__name__} while reading its end."
            " Run `tongket verify` to see what is wrong, and bring the file back from a copy of the book."
        ) from error
    return tuple(names)


def _metadata(path: Path) -> bytes:
    with path.open("rb") as file:
        end = file.seek(0, 2)
        file.seek(max(0, end - _TAIL))
        tail = file.read()
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != _MAGIC or length > end - _TAIL:
            raise ValueError("magic")
        file.seek(end - _TAIL - length)
        return file.read(length)


class _Reader:
    """Read one struct after another; every value moves the place at which the next one begins."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def schema(self) -> list[str]:
        """Return the names in the schema, that of the root first."""
        for field, kind in self._fields():
            if field == _SCHEMA and kind == _LIST:
                return [self._name() for _ in range(self._list_length())]
            self._skip(kind)
        raise ValueError("schema")

    def _name(self) -> str:
        name = None
        for field, kind in self._fields():
            if field == _NAME and kind == _BINARY:
                name = self._binary().decode()
            else:
                self._skip(kind)
        if name is None:
            raise ValueError("name")
        return name

    def _byte(self) -> int:
        self.at += 1
        return self.content[self.at - 1]

    def _varint(self) -> int:
        number = shift = 0
        while (byte := self._byte()) > 0x7F:
            number |= (byte & 0x7F) << shift
            shift += 7
        return number | byte << shift

    def _binary(self) -> bytes:
        length = self._varint()
        self.at += length
        if self.at > len(self.content):
            raise IndexError("binary")
        return self.content[self.at - length : self.at]

    def _list_length(self) -> int:
        head = self._byte()
        if head & 0x0F != _STRUCT:
            raise ValueError("list")
        short = head >> 4
        return self._varint() if short == _SHORT_LIST else short

    def _fields(self) -> Iterator[tuple[int, int]]:
        """Yield id and kind of each field of a struct; whoever takes one reads or skips its value."""
        field = 0
        while head := self._byte():
            step = head >> 4
            # an id that is no small step after the last one is written out, as a signed number
            field = field + step if step else self._varint() >> 1
            yield field, head & 0x0F

    def _skip(self, kind: int) -> None:
        """Pass over a value of one of the kinds that stand before and in a schema."""
        if kind == _BYTE:
            self._byte()
        elif kind in (_I16, _I32, _I64):
            self._varint()
        elif kind == _BINARY:
            self._binary()
        elif kind == _STRUCT:
            for _, inner in self._fields():
                self._skip(inner)
        elif kind not in (_TRUE, _FALSE):
            raise ValueError("kind")

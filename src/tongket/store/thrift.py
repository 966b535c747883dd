"""The few words of the Thrift compact protocol that the head and the end of a Parquet file are written in.

Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Field = tuple[int, int, bytes]
_I32, _I64, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12
_SHORT_LIST = 15

T = TypeVar("T")


def varint(number: int) -> bytes:
    """Return a whole number, 0 or more, seven bits a byte, the lowest first."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)


def i32(field: int, number: int) -> Field:
    """Return a field that holds a number of 32 bits; numbers here are never negative."""
    return field, _I32, varint(number << 1)


def i64(field: int, number: int) -> Field:
    """Return a field that holds a number of 64 bits; numbers here are never negative."""
    return field, _I64, varint(number << 1)


def binary(field: int, text: str) -> Field:
    """Return a field that holds a text."""
    content = text.encode()
    return field, _BINARY, varint(len(content)) + content


def nested(field: int, content: bytes) -> Field:
    """Return a field that holds a `struct`."""
    return field, _STRUCT, content


def listed(field: int, make: Callable[[int, T], Field], values: Sequence[T]) -> Field:
    """Return a field that holds a list; `make` is `i32`, `i64`, `binary` or `nested`."""
    items = [make(0, value) for value in values]
    kind = items[0][1] if items else _STRUCT
    short = len(items) < _SHORT_LIST
    head = bytes([len(items) << 4 | kind]) if short else bytes([_SHORT_LIST << 4 | kind]) + varint(len(items))
    return field, _LIST, head + b"".join(content for _, _, content in items)


def struct(*fields: Field) -> bytes:
    """Return fields, in order of their ids, as one struct."""
    found, before = [], 0
    for field, kind, content in fields:
        found.append(bytes([(field - before) << 4 | kind]) + content)  # steps between ids are below 16
        before = field
    return b"".join(found) + b"\x00"

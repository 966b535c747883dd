"""Write figures as Parquet without the libraries that write anything: to import one takes longer than all the rest.

Only what a ledger needs: columns of text and of floating-point numbers that may be missing, dictionary coded, in pages
of format version 1. Equal columns give equal bytes. The layout is that of https://parquet.apache.org/docs/file-format/
(Apache Parquet format 2.10); everything that reads Parquet reads it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tongket.store.arrays import distinct
from tongket.store.thrift import Field, binary, i32, i64, listed, nested, struct, varint

MAGIC = b"PAR1"
ROWS = 1 << 17  # of a row group: long texts, all different, must stay below the 2 GiB that a page may have
CREATED_BY = "tongket"

# of the format: types, encodings, a codec, kinds of pages
_DOUBLE, _BYTE_ARRAY = 5, 6
_PLAIN, _RLE, _RLE_DICTIONARY = 0, 3, 8
_GZIP = 2
_DATA_PAGE, _DICTIONARY_PAGE = 0, 2
_OPTIONAL, _UTF8 = 1, 0


@dataclass(frozen=True, eq=False)
class Words:
    """Hold a column of text as numbers into a short list of words.

    Attributes
    ----------
    index : ndarray of whole numbers, shape (n_rows,)
        Which word stands in each row.
    words : sequence of str or None
        The words.
    """

    index: NDArray[Any]
    words: Sequence[str | None]


@dataclass(frozen=True, eq=False)
class Letters:
    """Hold a column of texts of one length, nearly all different, as bytes of UTF-8, shape (n_rows, length)."""

    letters: NDArray[np.uint8]


Column = Words | Letters | NDArray[np.float64]


@dataclass(frozen=True)
class _Pages:
    """Hold one column of one row group: its pages, their size before compression, where its data begins."""

    content: bytes
    plain_size: int
    data_at: int
    has_dictionary: bool


def parquet_content(columns: Mapping[str, Column]) -> bytes:
    """Return the bytes of a Parquet file.

    Parameters
    ----------
    columns : mapping of str to Words, Letters or ndarray of float64
        By name, in order, equally long; NaN and the word None are missing values.

    Returns
    -------
    bytes
        The whole file.
    """
    rows = min(_length(column) for column in columns.values())
    parts, at = [MAGIC], len(MAGIC)
    groups = []
    for begin in range(0, rows, ROWS):
        count = min(ROWS, rows - begin)
        pages = [_pages(column, begin, begin + count) for column in columns.values()]
        starts = list(accumulate((len(each.content) for each in pages), initial=at))
        chunks = [_chunk(*each, count) for each in zip(columns.items(), pages, starts[:-1], strict=True)]
        size = sum(each.plain_size for each in pages)
        groups.append(struct(listed(1, nested, chunks), i64(2, size), i64(3, count)))
        parts += [each.content for each in pages]
        at = starts[-1]
    end = _metadata(columns, rows, groups)
    return b"".join([*parts, end, len(end).to_bytes(4, "little"), MAGIC])


def _length(column: Column) -> int:
    return len(column.index if isinstance(column, Words) else column.letters if isinstance(column, Letters) else column)


def _kind(column: Column) -> int:
    return _BYTE_ARRAY if isinstance(column, Words | Letters) else _DOUBLE


def _metadata(columns: Mapping[str, Column], rows: int, groups: list[bytes]) -> bytes:
    root = struct(binary(4, "schema"), i32(5, len(columns)))
    leaves = [_leaf(name, column) for name, column in columns.items()]
    return struct(
        i32(1, 1), listed(2, nested, [root, *leaves]), i64(3, rows), listed(4, nested, groups), binary(6, CREATED_BY)
    )


def _leaf(name: str, column: Column) -> bytes:
    kind = _kind(column)
    fields = [i32(1, kind), i32(3, _OPTIONAL), binary(4, name)]
    if kind == _BYTE_ARRAY:
        fields += [i32(6, _UTF8), nested(10, struct(nested(1, struct())))]
    return struct(*fields)


def _chunk(item: tuple[str, Column], pages: _Pages, at: int, count: int) -> bytes:
    name, column = item
    encodings = [_PLAIN, _RLE, _RLE_DICTIONARY] if pages.has_dictionary else [_PLAIN, _RLE]
    fields = [
        i32(1, _kind(column)),
        listed(2, i32, encodings),
        listed(3, binary, [name]),
        i32(4, _GZIP),
        i64(5, count),
        i64(6, pages.plain_size),
        i64(7, len(pages.content)),
        i64(9, at + pages.data_at),
        *([i64(11, at)] if pages.has_dictionary else []),
    ]
    return struct(i64(2, at), nested(3, struct(*fields)))


# -- pages


def _pages(column: Column, begin: int, end: int) -> _Pages:
    if isinstance(column, Letters):
        return _letters_pages(column.letters[begin:end])
    if isinstance(column, Words):
        return _word_pages(column.index[begin:end], column.words, shorten=len(column.index) > end - begin)
    return _number_pages(column[begin:end])


def _letters_pages(letters: NDArray[np.uint8]) -> _Pages:
    rows, length = letters.shape
    body = np.empty((rows, 4 + length), dtype=np.uint8)
    body[:, :4] = np.frombuffer(length.to_bytes(4, "little"), dtype=np.uint8)
    body[:, 4:] = letters
    # random digits repeat nothing: to look for repetitions would only cost time
    return _joined(None, _data(None, rows, _PLAIN, body.tobytes(), zlib.Z_HUFFMAN_ONLY))


def _word_pages(index: NDArray[Any], words: Sequence[str | None], *, shorten: bool) -> _Pages:
    if shorten:
        used, index = distinct(index)
        words = [words[i] for i in used.tolist()]
    kept = [word.encode() for word in words if word is not None]
    here: NDArray[np.bool_] | None = None
    rows = len(index)
    if len(kept) < len(words):
        known = np.array([word is not None for word in words])
        here = known[index]
        index = (np.cumsum(known) - 1)[index[here]]
    plain = b"".join(part for word in kept for part in (len(word).to_bytes(4, "little"), word))
    return _coded(here, rows, index, len(kept), plain)


def _number_pages(values: NDArray[np.float64]) -> _Pages:
    here: NDArray[np.bool_] | None = ~np.isnan(values)
    if np.all(here):
        here = None
    # told apart by their bits, for -0.0 is equal to 0.0
    bits = np.ascontiguousarray(values if here is None else values[here], dtype="<f8").view("<i8")
    different, index = distinct(bits)
    if 2 * len(different) > len(bits):
        return _joined(None, _data(here, len(values), _PLAIN, bits.tobytes()))
    return _coded(here, len(values), index, len(different), different.tobytes())


def _coded(here: NDArray[np.bool_] | None, rows: int, index: NDArray[Any], n_words: int, words: bytes) -> _Pages:
    if not n_words:
        return _joined(None, _data(here, rows, _PLAIN, b""))
    width = max(1, (n_words - 1).bit_length())
    head = struct(i32(1, n_words), i32(2, _PLAIN))
    body = bytes([width]) + _hybrid(index, width)
    return _joined(_page(_DICTIONARY_PAGE, 7, head, words), _data(here, rows, _RLE_DICTIONARY, body))


def _joined(dictionary: tuple[bytes, int] | None, data: tuple[bytes, int]) -> _Pages:
    first, size = dictionary or (b"", 0)
    return _Pages(first + data[0], size + data[1], len(first), dictionary is not None)


def _data(
    here: NDArray[np.bool_] | None, rows: int, encoding: int, values: bytes, strategy: int = zlib.Z_DEFAULT_STRATEGY
) -> tuple[bytes, int]:
    levels = _runs([1], [rows], 1) if here is None else _hybrid(here, 1)
    head = struct(i32(1, rows), i32(2, encoding), i32(3, _RLE), i32(4, _RLE))
    return _page(_DATA_PAGE, 5, head, len(levels).to_bytes(4, "little") + levels + values, strategy)


def _page(
    kind: int, field: int, head: bytes, plain: bytes, strategy: int = zlib.Z_DEFAULT_STRATEGY
) -> tuple[bytes, int]:
    """Return a page, and its size before compression, its header included."""
    # the fastest level halves random digits and the rest is small; 31 asks for the frame of gzip, which has no time
    press = zlib.compressobj(1, zlib.DEFLATED, 31, 9, strategy)
    packed = press.compress(plain) + press.flush()
    fields: Iterable[Field] = (i32(1, kind), i32(2, len(plain)), i32(3, len(packed)), nested(field, head))
    header = struct(*fields)
    return header + packed, len(header) + len(plain)


# -- the hybrid of runs and packed bits


def _hybrid(index: NDArray[Any], width: int) -> bytes:
    """Return small whole numbers as runs where few runs do, else each in `width` bits."""
    changes = np.flatnonzero(index[1:] != index[:-1]) + 1
    if len(changes) * 64 < len(index):
        edges = [0, *changes.tolist(), len(index)]
        lengths = [stop - start for start, stop in pairwise(edges)]
        return _runs(index[edges[:-1]].tolist() if len(index) else [], lengths, width)
    groups = -(-len(index) // 8)
    numbers = np.zeros(groups * 8, dtype=np.uint32)
    numbers[: len(index)] = index
    bits = np.empty((groups * 8, width), dtype=np.uint8)
    for bit in range(width):
        bits[:, bit] = (numbers >> bit) & 1
    return varint(groups << 1 | 1) + np.packbits(bits.ravel(), bitorder="little").tobytes()


def _runs(values: Sequence[int], lengths: Sequence[int], width: int) -> bytes:
    size = -(-width // 8)
    pairs = zip(values, lengths, strict=False)
    return b"".join(varint(length << 1) + int(value).to_bytes(size, "little") for value, length in pairs if length)

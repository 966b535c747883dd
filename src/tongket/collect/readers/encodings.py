"""Encodings of text files: found from the bytes, and decoded piece by piece."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from tongket.model.errors import SourceError

PIECE = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# TCVN 5712:1993 (VN3), the code of the ".Vn" fonts of the 1990s: bytes above 0xA0 as Windows-1252 shows them, and the
# letters they stand for. Capitals with a tone had a font of their own, so their case is lost in the file already.
_TCVN3_BYTES = "¡¢§£¤¥¦¨©®ª«¬\u00adµ¸¶·¹»¾¼½ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞßãáâäåèæçéêíëìîïóñòôõøö÷ùúýûüþ"
_TCVN3_LETTERS = "ĂÂĐÊÔƠƯăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_TCVN3 = str.maketrans(_TCVN3_BYTES, _TCVN3_LETTERS)

_COMBINING = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ON_VOWEL = re.compile("[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY][\u0300\u0301\u0303\u0309\u0323]")


def find_encoding(path: Path) -> str:
    """Return the encoding of a text file.

    Returns
    -------
    str
        From the mark at the start; else UTF-8 if every byte fits; else UTF-16 if every other byte is zero; else
        Windows-1258 if its combining tone marks stand on vowels, as Vietnamese needs; else Windows-1252.
    """
    with path.open("rb") as file:
        start = file.read(1 << 16)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if wide := _wide(start):
        return wide
    if _is_utf8(path):
        return "utf-8"
    return "windows-1258" if _looks_vietnamese(start) else "windows-1252"


def _wide(start: bytes) -> str:
    half = max(len(start) // 2, 1)
    if start[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    return "utf-16-be" if start[0::2].count(0) > half * 0.6 else ""


def _is_utf8(path: Path) -> bool:
    """Tell whether a file is UTF-8, but for single bytes that a slip of some program left in it."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    letters = damaged = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            if piece.isascii():
                continue
            text = decoder.decode(piece)
            damaged += text.count("\ufffd")
            letters += len(text) - len(text.encode("ascii", "ignore"))
    return damaged == 0 or damaged * 20 < letters


def _looks_vietnamese(start: bytes) -> bool:
    text = start.decode("windows-1258", "replace")
    marks = len(_COMBINING.findall(text))
    return marks > 0 and len(_ON_VOWEL.findall(text)) >= 0.9 * marks


def decoded_pieces(path: Path, encoding: str) -> Iterator[str]:
    """Yield the text of a file, letters composed; a byte that does not fit becomes U+FFFD, which a rule reports.

    Raises
    ------
    SourceError
        If the encoding is unknown.
    """
    name = "windows-1252" if encoding == "tcvn3" else encoding
    try:
        decoder = codecs.getincrementaldecoder(name)("replace")
    except LookupError:
        raise SourceError(f"{path.name}: encoding must be a known one; got {encoding!r}. Mend the mapping.") from None
    kept = ""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            text = kept + decoder.decode(piece)
            # a letter and its tone mark may lie in two pieces: hold back the end of the last line
            cut = text.rfind("\n") + 1
            kept, text = text[cut:], text[:cut]
            yield _letters(text, encoding)
    yield _letters(kept + decoder.decode(b"", final=True), encoding)


def _letters(text: str, encoding: str) -> str:
    if encoding == "tcvn3":
        return text.translate(_TCVN3)
    return unicodedata.normalize("NFC", text)

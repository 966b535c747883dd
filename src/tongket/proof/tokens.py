"""Cut a text into tokens in one linear pass; offsets always point into the text as given."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# No alternative nests a quantifier over the same characters, so the scan is linear on any input.
_TOKEN = re.compile(
    r"(?P<num>[0-9]+(?:[.,][0-9]+)*)"
    r"|(?P<word>[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*)*)"
    r"|(?P<break>\n[\s]*)"
    r"|(?P<sym>[^\w\s])"
)
# Vietnamese writes the tone of oa, oe, uy on either vowel (hoà/hòa) and i or y at the end (tỉ/tỷ, kì/kỳ).
_TONE_PLACES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_FINAL_I = {"tỉ": "tỷ", "kì": "kỳ", "lí": "lý", "sĩ": "sỹ", "tí": "tý", "mĩ": "mỹ", "kĩ": "kỹ", "lì": "lỳ"}
_LONGEST_WORD = 40


class Token(NamedTuple):
    """Hold one token: kind (num, word, break, sym), its canonical form and where it stands."""

    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def canonical(word: str) -> str:
    """Return the one spelling used for look-up: composed, lower case, tone marks in one place."""
    folded = unicodedata.normalize("NFC", word).lower()
    folded = _FINAL_I.get(folded, folded)
    # only where the vowel pair ends the word: hoà/hòa differ, hoàn is written one way
    return folded[:-2] + _TONE_PLACES.get(folded[-2:], folded[-2:])


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """Cut `text` into tokens.

    Parameters
    ----------
    text : str
        Any text; composed or decomposed Vietnamese.
    offset : int
        Where the text begins in a longer one, in which the tokens are to stand.

    Returns
    -------
    list of Token
        In text order, not overlapping; white space other than line breaks is left out.
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sym"
        raw = match.group()
        shown = canonical(raw) if kind == "word" and len(raw) <= _LONGEST_WORD else raw
        tokens.append(Token(kind, "\n" if kind == "break" else shown, match.start() + offset, match.end() + offset))
    return tokens


_NO_VIETNAMESE = re.compile("[^ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]+")
_NO_LETTERS = re.compile(r"[\W\d_]+")


def is_vietnamese(text: str) -> bool:
    """Say whether `text` reads as Vietnamese: one letter in fifty is one only Vietnamese has."""
    sample = unicodedata.normalize("NFC", text[:4000]).lower()
    letters = len(_NO_LETTERS.sub("", sample))
    own = len(_NO_VIETNAMESE.sub("", sample))
    return own * 50 >= letters and own > 0

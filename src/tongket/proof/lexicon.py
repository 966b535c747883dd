"""Mark the words of a text that matter: one pass, longest phrase first, several meanings per phrase."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from tongket.model.text import Language
from tongket.proof.tokens import Token, tokenize
from tongket.proof.words import en, vi

NO_TAGS: Mapping[str, str] = {}
Tags = Mapping[str, str]
_FAMILIES = frozenset({"thing", "measure", "report", "area"})


class Item(NamedTuple):
    """Hold one stretch of text: a number, a known phrase, a plain word, a sign or a line break."""

    kind: str
    text: str
    start: int
    end: int
    tags: Tags

    def value(self, tag: str) -> str | None:
        """Return what the phrase means under `tag`, or None."""
        return self.tags.get(tag)

    def has(self, *tags: str) -> bool:
        """Say whether the phrase carries one of `tags`."""
        own = self.tags
        return bool(own) and not own.keys().isdisjoint(tags)


class Lexicon:
    """Look phrases up by their first word.

    Parameters
    ----------
    words : mapping
        tag → meaning → phrases separated by ``|``.
    units : mapping
        class of unit → unit as printed → phrases separated by ``|``.
    """

    def __init__(self, words: Mapping[str, Mapping[str, str]], units: Mapping[str, Mapping[str, str]]) -> None:
        self._entries: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = {}
        phrases: dict[tuple[str, ...], dict[str, str]] = {}
        for tag, meanings in words.items():
            for meaning, listed in meanings.items():
                self._add(phrases, listed, {tag: meaning})
        for kind, printed in units.items():
            for unit, listed in printed.items():
                # persons are persons, but vehicles are no violations: things keep their family
                own = f"{kind}:{unit}" if kind in _FAMILIES else kind
                self._add(phrases, listed, {"unit": unit, "class": own})
        for key, tags in phrases.items():
            self._entries.setdefault(key[0], []).append((key[1:], tags))
        for choices in self._entries.values():
            choices.sort(key=lambda choice: -len(choice[0]))

    @staticmethod
    def _add(phrases: dict[tuple[str, ...], dict[str, str]], listed: str, tags: dict[str, str]) -> None:
        for phrase in filter(None, listed.split("|")):
            key = tuple(token.text for token in tokenize(phrase))
            phrases.setdefault(key, {}).update(tags)

    def longest(self, tokens: list[Token], at: int) -> tuple[int, Tags]:
        """Return the size of the longest phrase at `at`, and its meanings; 1 and none if unknown."""
        entries = self._entries.get(tokens[at].text)
        if entries is None:
            return 1, NO_TAGS
        following = tuple([token.text for token in tokens[at + 1 : at + 1 + len(entries[0][0])]])
        for rest, tags in entries:
            if following[: len(rest)] == rest:
                return len(rest) + 1, tags
        return 1, NO_TAGS


@lru_cache(maxsize=2)
def lexicon(language: Language) -> Lexicon:
    """Return the phrases of one language."""
    return Lexicon(vi.WORDS, vi.UNITS) if language == "vi" else Lexicon(en.WORDS, en.UNITS)


def stop_words(language: Language) -> frozenset[str]:
    """Return the words that carry no subject."""
    return vi.STOP if language == "vi" else en.STOP


def annotate(tokens: list[Token], language: Language) -> list[Item]:
    """Join tokens into known phrases.

    Parameters
    ----------
    tokens : list of Token
        From `tokenize`.
    language : {'vi', 'en'}
        Whose phrases to look for.

    Returns
    -------
    list of Item
        Every token is in exactly one item, in order.
    """
    known = lexicon(language)
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind in ("num", "break"):
            items.append(Item(token.kind, token.text, token.start, token.end, NO_TAGS))
            at += 1
            continue
        size, tags = known.longest(tokens, at)
        last = tokens[at + size - 1]
        text = " ".join(part.text for part in tokens[at : at + size]) if size > 1 else token.text
        items.append(Item("word" if size > 1 else token.kind, text, token.start, last.end, tags))
        at += size
    return items


def joined(words: Iterable[Item]) -> str:
    """Write items as one string of canonical words."""
    return " ".join(item.text for item in words)

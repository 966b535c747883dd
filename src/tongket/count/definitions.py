"""Load the indicators of a book: the shipped sets it names and its own files, checked before anything is counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from tongket.count.definition_checks import check_indicators
from tongket.count.definition_families import Rules, build, members_of
from tongket.count.definition_files import parse_set
from tongket.model.errors import DefinitionError, UsageError
from tongket.model.indicators import Condition, Indicator
from tongket.model.text import Text

__all__ = [
    "IndicatorSet",
    "Rules",
    "check_indicators",
    "definition_digest",
    "definition_toml",
    "expanded_indicators",
    "list_indicator_sets",
    "load_indicators",
]


@dataclass(frozen=True)
class IndicatorSet:
    """Hold the indicators of a book by id, in the order of their files.

    Attributes
    ----------
    indicators : mapping of str to Indicator
        All of them, helpers included.
    rules : Rules
        Code list and settings they were read with.
    """

    indicators: Mapping[str, Indicator]
    rules: Rules = field(default_factory=Rules)

    def __getitem__(self, id_: str) -> Indicator:
        if id_ in self.indicators:
            return self.indicators[id_]
        near = [name for name in self.indicators if name.split(".")[0] == id_.split(".")[0]] or list(self.indicators)
        raise UsageError(
            f"Indicator: {id_!r} is not declared in this book. Known are, among others: {', '.join(near[:12])}."
        )

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators.values())

    def __len__(self) -> int:
        return len(self.indicators)

    def reportable(self) -> tuple[Indicator, ...]:
        """Return the indicators that are shown, without helpers."""
        return tuple(indicator for indicator in self if indicator.reportable)


def list_indicator_sets() -> tuple[str, ...]:
    """Return the names of the shipped sets."""
    folder = files("tongket.count").joinpath("indicators")
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


def load_indicators(
    sets: Iterable[str], rules: Rules, *, folder: Path | None = None, patterns: Iterable[str] = ()
) -> IndicatorSet:
    """Read shipped sets and a book's own files, and check them together.

    Parameters
    ----------
    sets : iterable of str
        Names of `list_indicator_sets`.
    rules : Rules
        The book's code list and settings.
    folder : Path, optional
        The book's folder.
    patterns : iterable of str
        Patterns below `folder`, for example ``indicators/*.toml``; files are read in order of name.

    Returns
    -------
    IndicatorSet
        Checked.

    Raises
    ------
    DefinitionError
        If a set is unknown, or a definition is wrong; the message names file, key and remedy.
    """
    found: list[Indicator] = []
    for name in sets:
        found += expanded_indicators(_shipped(name), f"{name} (shipped)", rules)
    if folder is not None:
        for path in sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}):
            found += expanded_indicators(_content(path), path.relative_to(folder).as_posix(), rules)
    return IndicatorSet(check_indicators(found, rules), rules)


def _shipped(name: str) -> str:
    if name not in list_indicator_sets():
        raise DefinitionError(
            f"book.toml, key 'indicators.sets': must be among {', '.join(list_indicator_sets())}; got {name!r}."
            " Mend the name, or put a file of your own into indicators/."
        )
    return files("tongket.count").joinpath("indicators", f"{name}.toml").read_text(encoding="utf-8")


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DefinitionError(f"{path}: must be UTF-8. Save it again as UTF-8.") from None


def expanded_indicators(content: str, file: str, rules: Rules) -> Iterator[Indicator]:
    """Read the text of one indicator file and write its families out; `file` is what messages call it."""
    parsed = parse_set(content, file)
    for entry in parsed.indicator:
        yield build(entry, file, rules)
    for family in parsed.family:
        members = members_of(family, rules, file)
        for entry in family.indicator:
            for member in members:
                yield build(entry, file, rules, member)


@lru_cache(maxsize=8192)
def definition_toml(indicator: Indicator) -> str:
    """Return a definition as the TOML of one ``[[indicator]]``, ready to be read again."""
    lines = ["[[indicator]]", f"id = {_quoted(indicator.id)}", f"version = {indicator.version}"]
    lines += [f"{key} = {{ vi = {_quoted(text.vi)}, en = {_quoted(text.en)} }}" for key, text in _texts(indicator)]
    lines.append(f'measure = "{indicator.measure}"')
    for key in ("table", "date", "closes", "column", "numerator", "denominator", "good"):
        if (value := getattr(indicator, key)) is not None:
            lines.append(f"{key} = {_quoted(value)}")
    if indicator.where:
        lines += ["where = [", *(f"  {_condition_toml(condition)}," for condition in indicator.where), "]"]
    lines += [f"small_number = {indicator.small_number}", f"topic = {_quoted(indicator.topic)}"]
    if not indicator.reportable:
        lines.append("reportable = false")
    if indicator.synonyms:
        lines.append(f"synonyms = [{', '.join(_quoted(word) for word in indicator.synonyms)}]")
    return "\n".join(lines) + "\n"


def _texts(indicator: Indicator) -> list[tuple[str, Text]]:
    pairs = [("label", indicator.label), ("unit", indicator.unit), ("note", indicator.note)]
    return [(key, text) for key, text in pairs if text is not None]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _condition_toml(condition: Condition) -> str:
    if condition.values:
        test = f"[{', '.join(_quoted(value) for value in condition.values)}]"
    else:
        test = "true" if condition.days is None else str(condition.days)
    return f"{{ column = {_quoted(condition.column)}, {condition.operator} = {test} }}"


def definition_digest(indicator: Indicator, *made_of: Indicator) -> str:
    """Return the SHA-256 of a definition's TOML and of those it rests on: the same digest, defined alike."""
    return hashlib.sha256("\n".join(map(definition_toml, (indicator, *made_of))).encode()).hexdigest()

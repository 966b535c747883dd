"""Families: indicators declared once and written out for every group, offence or value of a column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tongket.count.definition_files import (
    ConditionEntry,
    FamilyEntry,
    IndicatorEntry,
    LabelEntry,
    condition_of,
    text_of,
)
from tongket.model.errors import DefinitionError
from tongket.model.indicators import Condition, Indicator, Measure, Operator
from tongket.model.offences import OffenceCatalogue
from tongket.model.tables import RECORD_TABLES
from tongket.model.text import Text

MAJOR = "$major"  # stands for the severity classes that the book calls major


@dataclass(frozen=True)
class Rules:
    """Hold what a book says about its indicators beside the files themselves.

    Attributes
    ----------
    offences : OffenceCatalogue or None
        The book's code list; None when a set is only checked for itself.
    major : tuple of str
        Severity classes that count as major cases.
    small_number : int
        Base under which no per cent is printed, where an indicator says nothing else.
    """

    offences: OffenceCatalogue | None = None
    major: tuple[str, ...] = ()
    small_number: int = 50


@dataclass(frozen=True)
class Member:
    """Hold one member of a family: what stands for ``{code}`` and ``{name}``, and its conditions."""

    code: str
    name: Text
    where: tuple[Condition, ...]


def members_of(family: FamilyEntry, rules: Rules, file: str) -> list[Member]:
    """Return the members of a family in the order of the code list, entries of its own last."""
    own = {entry.code: entry for entry in family.member}
    found: dict[str, Member] = {}
    for source in family.over:
        for member in _listed(source, rules, file):
            entry = own.pop(member.code, None)
            found[member.code] = member if entry is None else Member(member.code, text_of(entry.name), member.where)
    for entry in own.values():
        who = f"{file}, family member {entry.code!r}"
        if entry.where is not None:
            where = tuple(_with_major(condition_of(each, who), rules) for each in entry.where)
            found[entry.code] = Member(entry.code, text_of(entry.name), where)
        elif rules.offences is None or not family.over:
            raise DefinitionError(f"{who}: key 'where' is missing and no code list has {entry.code!r}. Add the key.")
    return list(found.values())


def _listed(source: str, rules: Rules, file: str) -> Iterator[Member]:
    if source in ("groups", "offences"):
        if rules.offences is not None:
            yield from _groups(rules.offences) if source == "groups" else _offences(rules.offences)
        return
    table, _, column = source.partition(".")
    if table not in RECORD_TABLES or not RECORD_TABLES[table].column(column).values:
        raise DefinitionError(
            f"{file}, family: key 'over': must be groups, offences or a table.column with a closed list of values;"
            f" got {source!r}. For example wanted_notices.danger_class."
        )
    for value in RECORD_TABLES[table].column(column).values:
        name = value.replace("_", " ")
        yield Member(value, Text(name, name), (Condition(column, Operator.IN, (value,)),))


def _groups(catalogue: OffenceCatalogue) -> Iterator[Member]:
    for group in catalogue.groups:
        yield Member(group.code, group.name, (Condition("offence_group", Operator.UNDER, (group.code,)),))


def _offences(catalogue: OffenceCatalogue) -> Iterator[Member]:
    seen: set[str] = set()
    for offence in catalogue.offences:
        if offence.clause is None and offence.is_reported and offence.article not in seen:
            seen.add(offence.article)
            where = (Condition("offence", Operator.IN, (offence.article,)),)
            yield Member(offence_key(offence.article), offence.name, where)


def offence_key(code: str) -> str:
    """Return the part of an indicator id that stands for an offence: ``article_173`` for 173, else the code itself."""
    plain = re.sub(r"[^a-z0-9_]+", "_", code.casefold().replace("đ", "d"))
    return f"article_{plain}" if code[:1].isdigit() else plain


def build(entry: IndicatorEntry, file: str, rules: Rules, member: Member | None = None) -> Indicator:
    """Return the indicator an entry declares, for one member when it stands in a family."""
    id_ = _filled(entry.id, member)
    who = f"{file}, indicator {id_!r}"
    if entry.measure not in tuple(Measure):
        raise DefinitionError(
            f"{who}: key 'measure': must be one of {', '.join(Measure)}; got {entry.measure!r}. Mend the key."
        )
    return Indicator(
        id=id_,
        version=entry.version,
        label=_label(entry.label, member),
        unit=text_of(entry.unit),
        measure=Measure(entry.measure),
        table=entry.table,
        date=entry.date,
        closes=entry.closes,
        column=entry.column,
        where=tuple(_conditions(entry.where, member, rules, who)),
        numerator=None if entry.numerator is None else _filled(entry.numerator, member),
        denominator=None if entry.denominator is None else _filled(entry.denominator, member),
        good=entry.good,
        small_number=rules.small_number if entry.small_number is None else entry.small_number,
        reportable=entry.reportable,
        topic=entry.topic,
        note=None if entry.note is None else _label(entry.note, member),
        synonyms=tuple(_named(text, member, "vi") for text in entry.synonyms),
        defined_in=file,
    )


def _conditions(
    entries: Iterable[ConditionEntry], member: Member | None, rules: Rules, who: str
) -> Iterator[Condition]:
    for entry in entries:
        if not entry.member:
            yield _with_major(condition_of(entry, who), rules)
        elif member is None:
            raise DefinitionError(f"{who}: key 'where': 'member' has a meaning only in a [[family]]. Name a column.")
        else:
            yield from member.where


def _with_major(condition: Condition, rules: Rules) -> Condition:
    if MAJOR not in condition.values:
        return condition
    values = tuple(dict.fromkeys(v for each in condition.values for v in (rules.major if each == MAJOR else (each,))))
    return Condition(condition.column, condition.operator, values or ("very_serious", "especially_serious"))


def _filled(template: str, member: Member | None) -> str:
    return template if member is None else template.replace("{code}", member.code)


def _label(entry: LabelEntry, member: Member | None) -> Text:
    return Text(_named(entry.vi, member, "vi"), _named(entry.en, member, "en"))


def _named(template: str, member: Member | None, language: str) -> str:
    if member is None:
        return template
    name = member.name.vi if language == "vi" else member.name.en
    return template.replace("{name}", name[:1].lower() + name[1:]).replace("{Name}", name[:1].upper() + name[1:])

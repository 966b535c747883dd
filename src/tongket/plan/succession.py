"""Succession lists: every mismatch between the two, and every rule in force on a day that one of them breaks.

A finding names rows and rules. It holds no name, no post and no date of anybody, so that it can be printed and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from tongket.model.area_units import spaced
from tongket.model.text import Text
from tongket.plan.succession_breaches import Breach, breaches_of
from tongket.plan.succession_lists import COLUMNS, Entry, RowRef, SuccessionList
from tongket.plan.succession_persons import Canon, Person, find_persons
from tongket.plan.succession_rules import SuccessionRule, SuccessionRules, read_succession_rules

_OWN = Text("đối chiếu hai danh sách", "the two lists against each other")


@dataclass(frozen=True)
class SuccessionFinding:
    """Hold one mismatch or breach.

    Attributes
    ----------
    id : str
        What kind it is.
    label : Text
        What is wrong.
    detail : Text or None
        Numbers to it; never a value of a cell.
    must : bool
        Whether it is an error; otherwise something to be looked at.
    source : Text
        The rule's source.
    rows : tuple of RowRef
        Rows it is about; empty when it is about a list as a whole.
    """

    id: str
    label: Text
    detail: Text | None
    must: bool
    source: Text
    rows: tuple[RowRef, ...]


@dataclass(frozen=True)
class SuccessionResult:
    """Hold what was found.

    Attributes
    ----------
    as_of : date
        Day of ages and rules.
    rules : tuple of SuccessionRule
        Rules that were in force.
    findings : tuple of SuccessionFinding
        In order: cells, mismatches, rules.
    rows : tuple of (int, int)
        Rows of the committee list and of the command list.
    persons : int
        Persons in either.
    """

    as_of: date
    rules: tuple[SuccessionRule, ...]
    findings: tuple[SuccessionFinding, ...]
    rows: tuple[int, int]
    persons: int

    @property
    def errors(self) -> int:
        """Return how many findings are errors."""
        return sum(each.must for each in self.findings)


def check_succession(
    committee: SuccessionList, command: SuccessionList, as_of: date, rules: SuccessionRules | None = None
) -> SuccessionResult:
    """Hold the two lists against each other and against the rules of a day.

    Parameters
    ----------
    committee, command : SuccessionList
        From `read_succession_list`.
    as_of : date
        Day of ages and rules.
    rules : SuccessionRules, optional
        Rules of an office's own; default the shipped ones.

    Returns
    -------
    SuccessionResult
        Findings without any name.
    """
    known = rules or read_succession_rules()
    canon = Canon(known.aliases)
    entries = (*committee.entries, *command.entries)
    persons = find_persons(entries, canon)
    found = [*_faults(committee), *_faults(command)]
    for person in persons:
        found += _of_person(person, canon)
    found += _post_names(entries, canon)
    for rule in known.on(as_of):
        found += [_breach(rule, each) for each in breaches_of(rule, persons, canon, as_of)]
    sizes = (len(committee.entries), len(command.entries))
    return SuccessionResult(as_of, known.on(as_of), tuple(found), sizes, len(persons))


def _breach(rule: SuccessionRule, breach: Breach) -> SuccessionFinding:
    source = Text(rule.source, rule.source)
    return SuccessionFinding(rule.id, rule.label, breach.detail, rule.must, source, breach.rows)


def _finding(id_: str, label: Text, rows: tuple[RowRef, ...], *, must: bool = True) -> SuccessionFinding:
    return SuccessionFinding(id_, label, None, must, _OWN, tuple(sorted(rows)))


def _faults(read: SuccessionList) -> Iterator[SuccessionFinding]:
    for fault in read.faults:
        column = COLUMNS[fault.column]
        yield _finding(
            "cell.empty" if fault.empty else "cell.unread",
            Text(f"Ô trống: {column.vi}", f"Empty cell: {column.en}")
            if fault.empty
            else Text(f"Không đọc được: {column.vi}", f"Cannot be read: {column.en}"),
            (fault.at,),
        )


def _of_person(person: Person, canon: Canon) -> Iterator[SuccessionFinding]:
    """Yield where the rows of one person contradict each other."""
    rows = tuple(each.at for each in person.entries)
    for id_, label, must, value in _SAME:
        if len({told for each in person.entries if (told := value(each, canon))}) > 1:
            yield _finding(id_, label, rows, must=must)
    seen: dict[tuple[str, str], list[RowRef]] = {}
    for each in person.entries:
        if each.planned:
            seen.setdefault((each.at.list, canon.post(each)), []).append(each.at)
    for places in seen.values():
        if len(places) > 1:
            label = Text(
                "Cùng một người, cùng chức danh quy hoạch, ghi nhiều dòng", "One person and post on several rows"
            )
            yield _finding("person.twice", label, tuple(places))


# What must be the same wherever one person stands.
_SAME: tuple[tuple[str, Text, bool, Callable[[Entry, Canon], object]], ...] = (
    (
        "person.born",
        Text("Cùng một người nhưng ngày sinh khác nhau", "One person with two dates of birth"),
        True,
        lambda each, _: each.born,
    ),
    (
        "person.sex",
        Text("Cùng một người nhưng giới tính khác nhau", "One person with two sexes"),
        True,
        lambda each, _: each.sex,
    ),
    (
        "person.code",
        Text("Cùng họ tên, ngày sinh nhưng số hiệu khác nhau", "Same name and date of birth, two staff numbers"),
        False,
        lambda each, _: each.code.casefold(),
    ),
    (
        "person.name",
        Text("Cùng một người nhưng họ tên viết khác nhau", "One person whose name is written in two ways"),
        True,
        lambda each, _: spaced(each.name),
    ),
    (
        "person.unit",
        Text("Cùng một người nhưng đơn vị công tác khác nhau", "One person in two units"),
        True,
        lambda each, canon: canon(each.unit),
    ),
    (
        "person.current",
        Text("Cùng một người nhưng chức vụ hiện tại khác nhau", "One person with two current posts"),
        True,
        lambda each, canon: canon(each.current),
    ),
)


def _post_names(entries: tuple[Entry, ...], canon: Canon) -> Iterator[SuccessionFinding]:
    """Yield posts that are one post but are written in several ways; one row for each way."""
    ways: dict[str, dict[str, RowRef]] = {}
    for each in entries:
        for written in (each.planned, each.current):
            if written:
                ways.setdefault(canon(written), {}).setdefault(written, each.at)
    for spelt in ways.values():
        if len(spelt) > 1:
            label = Text("Cùng một chức danh nhưng ghi tên khác nhau", "One post named in several ways")
            yield _finding("post.named", label, tuple(dict.fromkeys(spelt.values())), must=False)

"""Offences as dated data: penalty frames by clause, groups for reports, severity by law, and the counting rule.

Severity follows from the maximum of the frame, that is of the clause applied, not of the article; so a record needs
article, clause and day. What is not known stays unknown: no frame, no severity.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tongket.model.counting_rule import Charge, Principal, choose_principal
from tongket.model.errors import DefinitionError
from tongket.model.offence_checks import check_offences
from tongket.model.offence_rows import (
    FRAME_CONFIDENCES,
    Frame,
    IccsMapping,
    Offence,
    OffenceGroup,
    Severity,
    severity_for,
)
from tongket.model.text import Text

__all__ = [
    "FRAME_CONFIDENCES",
    "Charge",
    "Frame",
    "IccsMapping",
    "Offence",
    "OffenceCatalogue",
    "OffenceGroup",
    "Principal",
    "Severity",
]


@dataclass(frozen=True)
class OffenceCatalogue:
    """Hold a dated list of offences with its groups, severity classes and mapping to ICCS.

    Attributes
    ----------
    id : str
        Name by which a book asks for the list.
    title : Text
        What it is.
    offences : tuple of Offence
        One for each article (clause None) and one for each clause whose frame is known, by validity.
    groups : tuple of OffenceGroup
        In the order in which a report lists them.
    severities : tuple of Severity
        From the least to the most serious; empty for a list without penalty frames.
    iccs : tuple of IccsMapping
        International codes.

    Raises
    ------
    DefinitionError
        If two rows speak of the same clause on the same day, a clause has no article, or a group is unknown.
    """

    id: str
    title: Text
    offences: tuple[Offence, ...]
    groups: tuple[OffenceGroup, ...]
    severities: tuple[Severity, ...] = ()
    iccs: tuple[IccsMapping, ...] = ()

    def __post_init__(self) -> None:
        check_offences(self)

    @cached_property
    def by_clause(self) -> Mapping[tuple[str, str | None], tuple[Offence, ...]]:
        """Return the dated rows of each article and clause, in order of time."""
        found: dict[tuple[str, str | None], list[Offence]] = defaultdict(list)
        for offence in sorted(self.offences, key=lambda row: row.valid_from):
            found[offence.article, offence.clause].append(offence)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def clauses_of(self) -> Mapping[str, tuple[str, ...]]:
        """Return the clauses of each article that were ever known to carry a frame."""
        found: dict[str, set[str]] = defaultdict(set)
        for offence in self.offences:
            if offence.clause is not None:
                found[offence.article].add(offence.clause)
        return {article: tuple(sorted(clauses)) for article, clauses in found.items()}

    @cached_property
    def group_by_code(self) -> Mapping[str, OffenceGroup]:
        """Return the groups by their codes."""
        return {group.code: group for group in self.groups}

    @cached_property
    def order(self) -> Mapping[str, tuple[int, int, str]]:
        """Return the sort key of each article: numbers before letters, 256 before 256a before 257; else as listed."""
        articles = dict.fromkeys(offence.article for offence in self.offences)
        return {article: _article_key(article, position) for position, article in enumerate(articles)}

    def find(self, article: str, clause: str | None, on_day: date) -> Offence | None:
        """Return the row of an article (clause None) or clause in force on a day, or None."""
        rows = self.by_clause.get((article, clause), ())
        return next((row for row in rows if row.is_valid_on(on_day)), None)

    def article(self, article: str, on_day: date) -> Offence:
        """Return the article in force on a day.

        Raises
        ------
        DefinitionError
            If the list does not know it, or it was not in force then; the message says when it was.
        """
        if (found := self.find(article, None, on_day)) is not None:
            return found
        known = self.by_clause.get((article, None), ())
        spans = "; ".join(f"{row.valid_from} to {row.valid_to or 'now'}" for row in known)
        remedy = f"It is in force {spans}." if known else "Check the article, or add it to offences.csv."
        raise DefinitionError(f"Offences {self.id!r}: {article!r} is no offence on {on_day}. {remedy}")

    def articles(self, on_day: date) -> tuple[Offence, ...]:
        """Return the articles in force on a day, in order of article."""
        found = [row for row in self.offences if row.clause is None and row.is_valid_on(on_day)]
        return tuple(sorted(found, key=lambda row: self.order[row.article]))

    def reported(self, on_day: date) -> tuple[Offence, ...]:
        """Return the offences that reports name one by one, in order of article."""
        return tuple(row for row in self.articles(on_day) if row.is_reported)

    def group_of(self, article: str, on_day: date) -> OffenceGroup:
        """Return the group under which an article is reported."""
        return self.group_by_code[self.article(article, on_day).group]

    def groups_within(self, code: str) -> tuple[OffenceGroup, ...]:
        """Return a group and every group below it, in the order of the report."""
        if code not in self.group_by_code:
            raise DefinitionError(
                f"Offences {self.id!r}: group must be one of {', '.join(self.group_by_code)}; got {code!r}. Mend it."
            )
        return tuple(group for group in self.groups if code in self.line_of(group.code))

    def line_of(self, code: str) -> tuple[str, ...]:
        """Return the code of a group and of every group above it."""
        line = [code]
        while (parent := self.group_by_code[line[-1]].parent) is not None:
            line.append(parent)
        return tuple(line)

    def is_social_order(self, article: str, on_day: date) -> bool:
        """Tell whether an article counts among the crimes against social order."""
        return self.group_of(article, on_day).is_social_order

    def frame_of(self, article: str, clause: str | None, on_day: date) -> Frame | None:
        """Return the penalty frame of a clause on a day; None where it is not known."""
        row = self.find(article, clause, on_day) if clause is not None else None
        return None if row is None else row.frame

    def last_frame_before(self, article: str, clause: str, on_day: date) -> Frame | None:
        """Return the last known frame of a clause that came into force on a day or before it."""
        rows = self.by_clause.get((article, clause), ())
        known = [row.frame for row in rows if row.frame is not None and row.valid_from <= on_day]
        return known[-1] if known else None

    def severity_of(self, article: str, clause: str | None, on_day: date) -> Severity | None:
        """Return the severity class that the law gives an offence.

        Parameters
        ----------
        article, clause : str
            Clause None means not settled: then a class is returned only if all clauses of the article agree.
        on_day : date
            The law of which day.

        Returns
        -------
        Severity or None
            None where the frame is not known.

        Notes
        -----
        Penal Code 100/2015/QH13, Article 9: the maximum of the frame decides.
        """
        clauses = (clause,) if clause is not None else self.clauses_of.get(article, ())
        frames = [self.frame_of(article, each, on_day) for each in clauses]
        if clause is None:
            frames = [frame for each, frame in zip(clauses, frames, strict=True) if self.find(article, each, on_day)]
        classes = {None if frame is None else severity_for(frame, self.severities) for frame in frames}
        return classes.pop() if len(classes) == 1 else None

    def severity(self, code: str) -> Severity:
        """Return a severity class by its code."""
        for severity in self.severities:
            if severity.code == code:
                return severity
        known = ", ".join(severity.code for severity in self.severities) or "none: the list has no severity classes"
        raise DefinitionError(f"Offences {self.id!r}: severity must be one of {known}; got {code!r}. Mend it.")

    def is_major(self, severity: str, major: frozenset[str] | None = None) -> bool:
        """Tell whether a severity class counts as a major case.

        There is no legal definition of a major case: by default the classes flagged in severity.csv count; a book may
        give its own set.
        """
        return severity in major if major is not None else self.severity(severity).is_major

    def iccs_of(self, article: str, clause: str | None = None) -> IccsMapping | None:
        """Return the ICCS code of a clause, or of its article where the clause has none of its own."""
        return self._iccs.get((article, clause)) or self._iccs.get((article, None))

    @cached_property
    def _iccs(self) -> Mapping[tuple[str, str | None], IccsMapping]:
        return {(row.article, row.clause): row for row in self.iccs}

    def principal(self, charges: Sequence[Charge], on_day: date) -> Principal:
        """Choose the offence under which a case with several offences is counted, and say why.

        Parameters
        ----------
        charges : sequence of Charge
            At least one; the order does not matter.
        on_day : date
            The law of which day.

        Returns
        -------
        Principal
            The most serious charge: the one whose frame has the highest maximum; among equals the lowest article
            number. A charge without a settled clause stands with the mildest frame of its article, for nothing
            worse is established; an amended clause whose new frame is not in the list stands with its former one;
            a charge whose article has no known frame stands below all others. The reason says which applied.

        Raises
        ------
        DefinitionError
            If there is no charge, or an article is not in force on that day.

        Notes
        -----
        Rule of the General Statistics Office for cases and accused (metadata of the national indicators).
        """
        return choose_principal(self, charges, on_day)


_NUMBERED = re.compile(r"^(\d+)([a-zđ]*)$")


def _article_key(article: str, position: int) -> tuple[int, int, str]:
    found = _NUMBERED.match(article)
    return (0, int(found[1]), found[2]) if found else (1, position, article)

"""What must hold in a catalogue of offences before it may be used; the first breach is named with its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from tongket.model.errors import DefinitionError
from tongket.model.offence_rows import Offence

if TYPE_CHECKING:
    from tongket.model.offences import OffenceCatalogue


def check_offences(catalogue: OffenceCatalogue) -> None:
    """Raise DefinitionError at the first thing that makes a catalogue unusable."""
    _check_groups(catalogue)
    for (article, clause), rows in catalogue.by_clause.items():
        _check_dates(catalogue, article, clause, rows)
    for article in {row.article for row in catalogue.offences} | {row.article for row in catalogue.iccs}:
        if (article, None) not in catalogue.by_clause:
            raise DefinitionError(
                f"Offences {catalogue.id!r}: every clause and mapping must have its article; {article!r} has none."
                " Add the article to offences.csv."
            )


def _check_groups(catalogue: OffenceCatalogue) -> None:
    known = catalogue.group_by_code
    wanted: Iterable[str | None] = (
        *(group.parent for group in catalogue.groups),
        *(offence.group for offence in catalogue.offences),
    )
    for code in wanted:
        if code is not None and code not in known:
            raise DefinitionError(
                f"Offences {catalogue.id!r}: group must be one of {', '.join(known)}; got {code!r}."
                " Mend it, or add the group to groups.csv."
            )


def _check_dates(catalogue: OffenceCatalogue, article: str, clause: str | None, rows: tuple[Offence, ...]) -> None:
    for first, second in pairwise(rows):
        if first.valid_to is None or second.valid_from <= first.valid_to:
            place = f"article {article}" + ("" if clause is None else f" clause {clause}")
            raise DefinitionError(
                f"Offences {catalogue.id!r}: {place} has two rows in force on {second.valid_from}."
                " End the first before the second begins."
            )

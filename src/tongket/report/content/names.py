"""Which indicators the sentences of a report speak of, for a police book and for a book of open incident data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tongket.model.indicators import Indicator
from tongket.model.offences import OffenceCatalogue
from tongket.model.text import Text


@dataclass(frozen=True)
class Names:
    """Say what the main field of a book is called, and which groups and offences are said one by one.

    Attributes
    ----------
    main_code : str
        Member of the families: ``social_order`` or ``all``.
    main_title, main_noun : Text
        For headings, and after a number: "vụ phạm tội về trật tự xã hội".
    groups : tuple of (str, Text)
        Members and names of the groups of the main field.
    offences : tuple of (str, Text)
        Members and names of the offences that are reported one by one.
    """

    main_code: str
    main_title: Text
    main_noun: Text
    groups: tuple[tuple[str, Text], ...]
    offences: tuple[tuple[str, Text], ...]

    @property
    def main(self) -> str:
        """Return the id of the main indicator."""
        return f"recorded.{self.main_code}"

    @property
    def by_area(self) -> tuple[str, ...]:
        """Return the ids of the indicators of the area table."""
        families = ("recorded", "cleared", "clearance_cohort", "persons_handled")
        return tuple(f"{family}.{self.main_code}" for family in families)


@dataclass(frozen=True)
class FieldOfCrime:
    """Hold a field beside the main one, and how its sentence begins."""

    code: str
    sentence: Text


FIELDS = (
    FieldOfCrime("drugs", Text("Tội phạm ma túy: phát hiện ", "Drug crime: detected ")),
    FieldOfCrime("economic", Text("Tội phạm về trật tự quản lý kinh tế: phát hiện ", "Economic crime: detected ")),
    FieldOfCrime("corruption", Text("Tội phạm tham nhũng, chức vụ: phát hiện ", "Corruption and office: detected ")),
    FieldOfCrime(
        "environment",
        Text(
            "Tội phạm về môi trường, tài nguyên, an toàn thực phẩm: phát hiện ",
            "Environment, natural resources, food safety: detected ",
        ),
    ),
    FieldOfCrime(
        "cyber",
        Text("Tội phạm công nghệ thông tin, mạng viễn thông: phát hiện ", "Information technology crime: detected "),
    ),
)

POLICE_MAIN = Text("Tội phạm về trật tự xã hội", "Crimes against social order")
POLICE_NOUN = Text("vụ phạm tội về trật tự xã hội", "crimes against social order")
INCIDENT_MAIN = Text("Vụ việc được ghi nhận", "Recorded incidents")
INCIDENT_NOUN = Text("vụ việc được ghi nhận", "incidents")


def names_of(indicators: Mapping[str, Indicator], catalogue: OffenceCatalogue | None) -> Names:
    """Return the names for the set of indicators a book declares."""
    police = "recorded.social_order" in indicators
    root = "social_order" if police else "all"
    return Names(
        root,
        POLICE_MAIN if police else INCIDENT_MAIN,
        POLICE_NOUN if police else INCIDENT_NOUN,
        _groups(catalogue, root if police else None),
        _offences(indicators, catalogue, root) if police else _groups(catalogue, None),
    )


def _groups(catalogue: OffenceCatalogue | None, root: str | None) -> tuple[tuple[str, Text], ...]:
    if catalogue is None:
        return ()
    return tuple((group.code, group.name) for group in catalogue.groups if group.parent == root)


def _offences(
    indicators: Mapping[str, Indicator], catalogue: OffenceCatalogue | None, root: str
) -> tuple[tuple[str, Text], ...]:
    """Return the offences that have an indicator of their own and belong to the main field."""
    if catalogue is None:
        return ()
    within = {group.code for group in catalogue.groups_within(root)}
    found: dict[str, Text] = {}
    for offence in catalogue.offences:
        code = f"article_{offence.article}"
        if offence.clause is None and offence.group in within and f"recorded.{code}" in indicators:
            found.setdefault(code, offence.name)
    return tuple(found.items())

"""Which indicators the sentences of a report speak of, for a police book and for a book of open incident data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tongket.count.definition_families import offence_key
from tongket.model.indicators import Indicator
from tongket.model.offences import OffenceCatalogue
from tongket.model.text import Text


@dataclass(frozen=True)
class Member:
    """Hold one row of the table of crime: group (level 0 and 1) or offence (level 2)."""

    code: str
    name: Text
    level: int


@dataclass(frozen=True)
class Names:
    """Say what the main field of a book is called, and which groups and offences are said one by one.

    Attributes
    ----------
    main_code : str
        Member of the families: ``social_order`` or ``all``.
    main_title, main_noun : Text
        For headings, and after a number: "vụ phạm tội về trật tự xã hội".
    is_police : bool
        Whether it is a police book rather than one of open incident data.
    groups : tuple of (str, Text)
        Members and names of the groups of the main field.
    offences : tuple of (str, Text)
        Members and names of the offences that are reported one by one.
    members : tuple of Member
        Rows of the table of crime: each group, the groups below it, and their offences.
    """

    main_code: str
    main_title: Text
    main_noun: Text
    is_police: bool
    groups: tuple[tuple[str, Text], ...]
    offences: tuple[tuple[str, Text], ...]
    members: tuple[Member, ...]

    @property
    def main(self) -> str:
        """Return the id of the main indicator."""
        return f"recorded.{self.main_code}"

    @property
    def by_area(self) -> tuple[str, ...]:
        """Return the ids of the indicators of the area table."""
        families = ("recorded", "cleared", "clearance_cohort", "persons")
        return tuple(f"{family}.{self.main_code}" for family in families)


@dataclass(frozen=True)
class FieldOfCrime:
    """Hold a field beside the main one, as its sentence names it after a number of cases."""

    code: str
    noun: Text


FIELDS = (
    FieldOfCrime("economic", Text("phạm tội về trật tự quản lý kinh tế", "of economic crime")),
    FieldOfCrime("corruption", Text("phạm tội về tham nhũng, chức vụ", "of corruption or abuse of office")),
    FieldOfCrime(
        "environment",
        Text(
            "phạm tội về môi trường, tài nguyên, an toàn thực phẩm",
            "of crime against the environment, natural resources or food safety",
        ),
    ),
    FieldOfCrime("drugs", Text("phạm tội về ma túy", "of drug crime")),
    FieldOfCrime(
        "cyber",
        Text(
            "phạm tội trong lĩnh vực công nghệ thông tin, mạng viễn thông",
            "of crime in information technology and telecommunications",
        ),
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
    members = _members(indicators, catalogue, None, 0)
    if "recorded.all" in indicators:
        members.append(Member("all", Text("Tổng số", "Total"), 0))
    return Names(
        main_code=root,
        main_title=POLICE_MAIN if police else INCIDENT_MAIN,
        main_noun=POLICE_NOUN if police else INCIDENT_NOUN,
        is_police=police,
        groups=_groups(catalogue, root if police else None),
        offences=_offences(indicators, catalogue, root) if police else _groups(catalogue, None),
        members=tuple(members),
    )


def _groups(catalogue: OffenceCatalogue | None, root: str | None) -> tuple[tuple[str, Text], ...]:
    if catalogue is None:
        return ()
    return tuple((group.code, group.name) for group in catalogue.groups if group.parent == root)


def _members(
    indicators: Mapping[str, Indicator], catalogue: OffenceCatalogue | None, parent: str | None, level: int
) -> list[Member]:
    """Return the groups below `parent`, each followed by its groups and its offences."""
    found: list[Member] = []
    for code, name in _groups(catalogue, parent):
        if f"recorded.{code}" in indicators:
            found.append(Member(code, name, level))
            found += _members(indicators, catalogue, code, level + 1)
            # a group of open data is often an offence of its own name: it is not said twice
            own = [pair for pair in _offences(indicators, catalogue, code, below=False) if pair[1] != name]
            found += [Member(*pair, level + 2) for pair in own]
    return found


def _offences(
    indicators: Mapping[str, Indicator], catalogue: OffenceCatalogue | None, root: str, *, below: bool = True
) -> tuple[tuple[str, Text], ...]:
    """Return the offences that have an indicator of their own and belong to a group, or to one below it."""
    if catalogue is None:
        return ()
    within = {group.code for group in catalogue.groups_within(root)} if below else {root}
    found: dict[str, Text] = {}
    for offence in catalogue.offences:
        code = offence_key(offence.article)
        if offence.clause is None and offence.group in within and f"recorded.{code}" in indicators:
            found.setdefault(code, offence.name)
    return tuple(found.items())

"""A case as it is in the end, with what the register said of it before: from this the versions in each file follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from tongket.collect.demonstration.places import Place
from tongket.collect.demonstration.plan import LAST_DAY, QUARTERS, quarter_of

NEVER = len(QUARTERS)  # index of the load that does not come any more

Value = str | int | date | datetime | None


@dataclass(frozen=True)
class Earlier:
    """Say that in all files before that of quarter `until` a column held another value."""

    until: int
    column: str
    value: Value


@dataclass(frozen=True)
class Event:
    """Hold one event of a case, and the quarter whose file brings it."""

    event: str
    on: date
    arrives: int
    from_value: str | None = None
    to_value: str | None = None

    def row(self, case_id: str) -> dict[str, Value]:
        """Return the columns of the event."""
        return {
            "case_id": case_id,
            "event": self.event,
            "on": self.on,
            "from_value": self.from_value,
            "to_value": self.to_value,
        }


@dataclass(eq=False)
class Case:
    """Hold the last state of a case and its history.

    Attributes
    ----------
    quarter : int
        Quarter of recording.
    offence, clause, severity, group : str
        Under which it counts.
    arrives : int
        Quarter whose file first brings it; later than `quarter` for a late record.
    clearance_known : int or None
        Quarter whose file first shows the case as cleared; None for that of the clearance itself.
    earlier : list of Earlier
        What files before some quarter said instead.
    events : list of Event
        In any order.
    """

    quarter: int
    offence: str
    clause: str | None
    severity: str | None
    group: str
    arrives: int
    recorded_on: date
    occurred_from: datetime | None
    occurred_to: datetime | None
    place: Place
    social: bool = True
    status: str = "open"
    cleared_on: date | None = None
    persons: int = 0
    killed: int = 0
    injured: int = 0
    loss: int | None = None
    clearance_known: int | None = None
    case_id: str = ""
    earlier: list[Earlier] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @property
    def is_grave(self) -> bool:
        """Tell whether the case is very or especially serious."""
        return self.severity in ("very_serious", "especially_serious")

    @property
    def year(self) -> int:
        """Return the ministry year of recording."""
        return QUARTERS[self.quarter].year

    def add_event(
        self,
        event: str,
        on: date,
        *,
        known_in: int | None = None,
        from_value: str | None = None,
        to_value: str | None = None,
    ) -> None:
        """Add an event that becomes known in its own quarter, or in a later one; events still to come are left out."""
        arrives = max(quarter_of(on), self.arrives, known_in if known_in is not None else 0)
        if on <= LAST_DAY and arrives < NEVER:
            self.events.append(Event(event, on, arrives, from_value, to_value))

    def was(self, column: str, value: Value, until: int) -> None:
        """Say what a column held before the file of quarter `until`."""
        self.earlier.append(Earlier(until, column, value))

    def versions(self) -> list[int]:
        """Return the quarters whose files bring this case, new or changed, in order of time."""
        changed = {earlier.until for earlier in self.earlier if self.arrives < earlier.until < NEVER}
        return sorted({self.arrives} | changed) if self.arrives < NEVER else []

    def row(self, load: int) -> dict[str, Value]:
        """Return the columns as the file of quarter `load` gives them."""
        spot = self.place.spot
        row: dict[str, Value] = {
            "case_id": self.case_id,
            "recorded_on": self.recorded_on,
            "occurred_from": self.occurred_from,
            "occurred_to": self.occurred_to,
            "offence": self.offence,
            "clause": self.clause,
            "offence_group": self.group,
            "severity": self.severity,
            "status": self.status,
            "cleared_on": self.cleared_on,
            "area": self.place.area,
            "longitude": None if spot is None else _degrees(spot.longitude),
            "latitude": None if spot is None else _degrees(spot.latitude),
            "location_precision": self.place.precision,
            "persons_handled": self.persons,
            "killed": self.killed,
            "injured": self.injured,
            "property_loss": None if self.loss is None else f"{self.loss}.00",
        }
        # the change that comes next says what a column holds now, so the soonest is laid on last
        for earlier in sorted(self.earlier, key=lambda one: -one.until):
            if earlier.until > load:
                row[earlier.column] = earlier.value
        return row


def _degrees(unit: int) -> str:
    return f"{unit // 10_000_000}.{unit % 10_000_000:07d}"

"""The tables of a book: which columns a record has, of which kind, and what each can and cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tongket.model.errors import DefinitionError


class Kind(StrEnum):
    """Kind of a column; there are no floating-point columns, so that equal records are equal everywhere."""

    TEXT = "text"
    DATE = "date"
    TIMESTAMP = "timestamp"  # wall time in the book's time zone, without offset
    INTEGER = "integer"
    MONEY = "money"  # two decimals, in the book's currency
    COORDINATE = "coordinate"  # decimal degrees, seven decimals (about a centimetre)
    NUMBER = "number"  # four decimals
    BOOLEAN = "boolean"


SQL_TYPES: dict[Kind, str] = {
    Kind.TEXT: "VARCHAR",
    Kind.DATE: "DATE",
    Kind.TIMESTAMP: "TIMESTAMP",
    Kind.INTEGER: "BIGINT",
    Kind.MONEY: "DECIMAL(18,2)",
    Kind.COORDINATE: "DECIMAL(10,7)",
    Kind.NUMBER: "DECIMAL(18,4)",
    Kind.BOOLEAN: "BOOLEAN",
}


@dataclass(frozen=True)
class Column:
    """Describe one column.

    Attributes
    ----------
    name : str
        Name on disk.
    kind : Kind
        Kind of its values.
    required : bool
        Whether a record without it is rejected.
    values : tuple of str
        Closed list of allowed values; empty when any value of the kind is allowed.
    """

    name: str
    kind: Kind
    required: bool = False
    values: tuple[str, ...] = ()

    @property
    def sql_type(self) -> str:
        """Return the SQL type the column has on disk."""
        return SQL_TYPES[self.kind]


# Every record table ends with these: where the row came from.
PROVENANCE: tuple[Column, ...] = (
    Column("source", Kind.TEXT, required=True),
    Column("load_id", Kind.TEXT, required=True),
    Column("source_row", Kind.INTEGER, required=True),
)


@dataclass(frozen=True)
class RecordSchema:
    """Describe one table of records.

    Attributes
    ----------
    table : str
        Name of the table.
    columns : tuple of Column
        In the order on disk, provenance last.
    key : tuple of str
        Columns that identify a record; a later load of the same key supersedes the earlier one.
    dated_by : str
        Date column that says when the record entered the register; partitions and cut-offs use it.

    Raises
    ------
    DefinitionError
        If the key or the date is no column of the table.
    """

    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    dated_by: str

    def __post_init__(self) -> None:
        names = self.names
        for name in (*self.key, self.dated_by):
            if name not in names:
                raise DefinitionError(
                    f"Table {self.table!r}: key and date must be columns; got {name!r}. Use one of {names}."
                )

    @property
    def names(self) -> tuple[str, ...]:
        """Return the column names in the order on disk."""
        return tuple(column.name for column in self.columns)

    @property
    def content_names(self) -> tuple[str, ...]:
        """Return the columns that are the record itself, without its provenance."""
        provenance = {column.name for column in PROVENANCE}
        return tuple(name for name in self.names if name not in provenance)

    @property
    def required_names(self) -> tuple[str, ...]:
        """Return the columns without which there is no record."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def sql_columns(self) -> tuple[tuple[str, str], ...]:
        """Return name and SQL type of each column in the order on disk."""
        return tuple((column.name, column.sql_type) for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column `name`, or raise DefinitionError that lists the columns there are."""
        for column in self.columns:
            if column.name == name:
                return column
        raise DefinitionError(f"Table {self.table!r}: has no column {name!r}. Use one of {', '.join(self.names)}.")


STATUSES = ("open", "cleared", "suspended", "discontinued", "unfounded", "transferred")
SEVERITIES = ("less_serious", "serious", "very_serious", "especially_serious")
PRECISIONS = ("point", "street", "commune", "unknown")
CASE_EVENTS = (
    "instituted",
    "charged",
    "cleared",
    "reclassified",
    "unfounded",
    "suspended",
    "resumed",
    "extended",
    "concluded",
    "discontinued",
    "transferred",
    "relocated",
    "corrected",
)

_T, _D, _TS, _I = Kind.TEXT, Kind.DATE, Kind.TIMESTAMP, Kind.INTEGER


def _schema(table: str, key: str, dated_by: str, *columns: Column) -> RecordSchema:
    return RecordSchema(table, columns + PROVENANCE, tuple(key.split()), dated_by)


CASES = _schema(
    "cases",
    "case_id",
    "recorded_on",
    Column("case_id", _T, required=True),
    Column("recorded_on", _D, required=True),
    Column("occurred_from", _TS),
    Column("occurred_to", _TS),
    Column("offence", _T, required=True),
    Column("clause", _T),
    Column("offence_group", _T, required=True),
    Column("severity", _T, values=SEVERITIES),
    Column("status", _T, required=True, values=STATUSES),
    Column("cleared_on", _D),
    Column("area", _T, required=True),
    Column("longitude", Kind.COORDINATE),
    Column("latitude", Kind.COORDINATE),
    Column("location_precision", _T, required=True, values=PRECISIONS),
    Column("persons_handled", _I),
    Column("killed", _I),
    Column("injured", _I),
    Column("property_loss", Kind.MONEY),
)

# Which offences a case listed, which one it counts under, and why (counting rule).
CASE_OFFENCES = _schema(
    "case_offences",
    "case_id offence clause",
    "recorded_on",
    Column("case_id", _T, required=True),
    Column("recorded_on", _D, required=True),
    Column("offence", _T, required=True),
    Column("clause", _T),
    Column("severity", _T, values=SEVERITIES),
    Column("principal", Kind.BOOLEAN, required=True),
    Column("reason", _T),
)

CASE_EVENT_TABLE = _schema(
    "case_events",
    "case_id event on from_value to_value",
    "on",
    Column("case_id", _T, required=True),
    Column("event", _T, required=True, values=CASE_EVENTS),
    Column("on", _D, required=True),
    Column("from_value", _T),
    Column("to_value", _T),
)

WANTED_NOTICES = _schema(
    "wanted_notices",
    "notice_id",
    "issued_on",
    Column("notice_id", _T, required=True),
    Column("issued_on", _D, required=True),
    Column("danger_class", _T, required=True, values=("ordinary", "dangerous", "especially_dangerous")),
    Column("ended_on", _D),
    Column("outcome", _T, values=("arrested", "surrendered", "struck_off")),
    Column("area", _T, required=True),
    Column("review_on", _D),
)

CAMPAIGNS = _schema(
    "campaigns",
    "campaign_id",
    "registered_on",
    Column("campaign_id", _T, required=True),
    Column("name", _T, required=True),
    Column("themes", _T),
    Column("offences", _T),
    Column("areas", _T),
    Column("starts_on", _D, required=True),
    Column("ends_on", _D, required=True),
    Column("registered_on", _D, required=True),
    Column("outcome", _T),
    Column("comparison", _T),
    Column("minimum_effect", Kind.NUMBER),
)

CAMPAIGN_CASES = _schema(
    "campaign_cases",
    "campaign_id case_id",
    "linked_on",
    Column("campaign_id", _T, required=True),
    Column("case_id", _T, required=True),
    Column("linked_on", _D, required=True),
)

# Guarded by hours, not days: a festival, a visit, a match.
PROTECTED_EVENTS = _schema(
    "protected_events",
    "event_id",
    "registered_on",
    Column("event_id", _T, required=True),
    Column("name", _T, required=True),
    Column("registered_on", _D, required=True),
    Column("starts_at", _TS, required=True),
    Column("ends_at", _TS, required=True),
    Column("areas", _T),
    Column("centre_longitude", Kind.COORDINATE),
    Column("centre_latitude", Kind.COORDINATE),
    Column("radius_m", _I),
    Column("offences", _T),
)

TARGETS = _schema(
    "targets",
    "target_id",
    "assigned_on",
    Column("target_id", _T, required=True),
    Column("indicator", _T, required=True),
    Column("stage", _T),
    Column(
        "denominator_kind",
        _T,
        required=True,
        # what `value` is measured by: a level of its own, or a share of this
        values=("assigned_target", "eligible_population", "issued", "received", "last_year"),
    ),
    Column("area", _T, required=True),
    Column("unit_in_charge", _T),
    Column("assigned_on", _D, required=True),
    Column("due_on", _D, required=True),
    Column("value", Kind.NUMBER, required=True),
    Column("assigned_by", _T),
)

PROGRESS = _schema(
    "progress",
    "indicator stage area on",
    "on",
    Column("indicator", _T, required=True),
    Column("stage", _T),
    Column("area", _T, required=True),
    Column("on", _D, required=True),
    # new since the previous report, so that counts add up over time
    Column("count", _I, required=True),
)

DIRECTIVES = _schema(
    "directives",
    "directive_id",
    "issued_on",
    Column("directive_id", _T, required=True),
    Column("document", _T, required=True),
    Column("clause", _T),
    Column("issuer", _T, required=True),
    Column("issued_on", _D, required=True),
    Column("text", _T, required=True),
    Column("owner", _T, required=True),
    Column("due_on", _D),
    Column("status", _T, required=True, values=("open", "in_progress", "done", "withdrawn")),
    Column("closed_on", _D),
    Column("evidence", _T),
)

PETITIONS = _schema(
    "petitions",
    "petition_id",
    "received_on",
    Column("petition_id", _T, required=True),
    Column("received_on", _D, required=True),
    # the meeting or list it came with; all of one batch are answered by one day
    Column("batch", _T),
    Column("forwarded_on", _D),
    Column("topic", _T, required=True),
    Column("area", _T),
    Column("owner", _T, required=True),
    # id of an earlier petition that asked for the same
    Column("repeats", _T),
    # see tongket.model.deadline_rules
    Column("deadline_rule", _T),
    Column("due_on", _D),
    Column("answered_on", _D),
    Column("outcome", _T, values=("resolved", "in_progress", "will_do_by", "explained", "not_ours")),
    Column("roadmap_on", _D),
    Column("resolved_on", _D),
)

INSPECTIONS = _schema(
    "inspections",
    "inspection_id",
    "approved_on",
    Column("inspection_id", _T, required=True),
    Column("unit", _T, required=True),
    Column("kind", _T, required=True, values=("scheduled", "ad_hoc")),
    Column("approved_on", _D, required=True),
    Column("planned_on", _D),
    Column("done_on", _D),
    Column("findings", _I),
    Column("violations", _I),
    Column("recommendations", _I),
    Column("carried_out", _I),
    # the day by which it must be looked at again whether the recommendations were carried out, and the day it was
    Column("recheck_due_on", _D),
    Column("rechecked_on", _D),
)

TRAFFIC_ACCIDENTS = _schema(
    "traffic_accidents",
    "accident_id",
    "occurred_on",
    Column("accident_id", _T, required=True),
    Column("occurred_on", _D, required=True),
    Column("area", _T, required=True),
    Column("killed", _I),
    Column("injured", _I),
)

FIRES = _schema(
    "fires",
    "fire_id",
    "occurred_on",
    Column("fire_id", _T, required=True),
    Column("occurred_on", _D, required=True),
    Column("area", _T, required=True),
    Column("killed", _I),
    Column("injured", _I),
    Column("property_loss", Kind.MONEY),
)

RECORD_TABLES: dict[str, RecordSchema] = {
    schema.table: schema
    for schema in (
        CASES,
        CASE_OFFENCES,
        CASE_EVENT_TABLE,
        WANTED_NOTICES,
        CAMPAIGNS,
        CAMPAIGN_CASES,
        PROTECTED_EVENTS,
        TARGETS,
        PROGRESS,
        DIRECTIVES,
        PETITIONS,
        INSPECTIONS,
        TRAFFIC_ACCIDENTS,
        FIRES,
    )
}


def record_schema(table: str) -> RecordSchema:
    """Return the schema of `table`, or raise DefinitionError that lists the tables there are."""
    try:
        return RECORD_TABLES[table]
    except KeyError:
        raise DefinitionError(
            f"Table: must be one of {', '.join(RECORD_TABLES)}; got {table!r}. Mend the name."
        ) from None

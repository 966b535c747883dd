"""What was known at a cut-off, as SQL: the newest version then received, with everything of later days taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongket.close.rewinding import STATUS_AFTER, VALUE_REWINDS, date_rewinds
from tongket.model.tables import STATUSES, RecordSchema, record_schema
from tongket.store.parquet import literal, quoted


@dataclass(frozen=True)
class Known:
    """Hold the SQL of one table as it was known.

    Attributes
    ----------
    schema : RecordSchema
        The table.
    received : str
        Newest versions received by the cut-off, later days included; as it stands after FROM.
    relation : str
        The state of the cut-off; as it stands after FROM.
    left_out : str
        Condition on `received`: the row is dated after the cut-off.
    rewound : str
        Condition on `received`: the row tells of later days, which were taken back.
    """

    schema: RecordSchema
    received: str
    relation: str
    left_out: str
    rewound: str

    @property
    def name(self) -> str:
        """Return the name of the table."""
        return self.schema.table


def known_tables(received: Mapping[str, str], as_of: date, *, has_codes: bool) -> tuple[Known, ...]:
    """Return each table as it was known at a cut-off.

    Parameters
    ----------
    received : mapping of str to str
        By table: relation of the newest versions received, as it stands after FROM.
    as_of : date
        Cut-off; rows dated after it are left out.
    has_codes : bool
        Whether the connection knows the offence catalogue as a table ``codes``.
    """
    return tuple(_known(record_schema(name), received, as_of, has_codes) for name in sorted(received))


def _known(schema: RecordSchema, received: Mapping[str, str], as_of: date, has_codes: bool) -> Known:
    relation = f"(SELECT * FROM {received[schema.table]} WHERE {quoted(schema.dated_by)} <= {_day(as_of)})"
    if schema.table == "cases" and "case_events" in received:
        relation = _undo_events(schema, relation, received["case_events"], as_of, has_codes)
    left_out = f"{quoted(schema.dated_by)} > {_day(as_of)}"
    told = [f"{quoted(rule.when)} > {_day(as_of)}" for rule in date_rewinds(schema.table)]
    if schema.table == "cases" and "case_events" in received:
        kinds = _texts((*STATUS_AFTER, *(rule.event for rule in VALUE_REWINDS)))
        later = f'SELECT case_id FROM {received["case_events"]} WHERE "on" > {_day(as_of)} AND event IN ({kinds})'
        told.append(f"case_id IN ({later})")
    rewound = f"NOT ({left_out}) AND ({' OR '.join(told)})" if told else "false"
    return Known(schema, received[schema.table], _undo_dates(schema, relation, as_of), left_out, rewound)


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _undo_dates(schema: RecordSchema, relation: str, as_of: date) -> str:
    changed: dict[str, str] = {}
    for rule in date_rewinds(schema.table):
        later = f"{quoted(rule.when)} > {_day(as_of)}"
        # a column that two dates tell of is taken back twice, each time from what the rule before left
        for name in (rule.when, *rule.clears):
            changed[name] = f"CASE WHEN {later} THEN NULL ELSE {changed.get(name, quoted(name))} END"
        for name, values, before in rule.resets:
            left = changed.get(name, quoted(name))
            of_later = f"{later} AND {left} IN ({_texts(values)})"
            changed[name] = f"CASE WHEN {of_later} THEN {literal(before)} ELSE {left} END"
    return _replaced(relation, changed)


def _replaced(relation: str, changed: Mapping[str, str]) -> str:
    if not changed:
        return relation
    columns = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in changed.items())
    return f"(SELECT * REPLACE ({columns}) FROM {relation})"


def _texts(values: tuple[str, ...]) -> str:
    return ", ".join(literal(value) for value in values)


def _undo_events(schema: RecordSchema, cases: str, events: str, as_of: date, has_codes: bool) -> str:
    """Return the cases as they stood before the events after the cut-off."""
    restored = {"status": _status_before(as_of)}
    for rule in VALUE_REWINDS:
        came_back = f"before_{rule.column} IS NOT NULL"
        restored[rule.column] = f"coalesce(before_{rule.column}, {quoted(rule.column)})"
        for name in rule.clears:
            restored[name] = f"CASE WHEN {came_back} THEN NULL ELSE {quoted(name)} END"
        for name, unless, value in rule.resets:
            reset = f"{came_back} AND {quoted(name)} <> {literal(unless)}"
            restored[name] = f"CASE WHEN {reset} THEN {literal(value)} ELSE {quoted(name)} END"
    undone = f"(SELECT * FROM {cases} LEFT JOIN {_before(events, as_of)} USING (case_id))"
    if has_codes:
        restored["offence_group"] = "coalesce(code_group, offence_group)"
        restored["severity"] = "CASE WHEN code_group IS NOT NULL THEN code_severity ELSE severity END"
        undone = f"(SELECT * FROM {undone} LEFT JOIN {_codes_before(undone)} USING (case_id))"
    columns = ", ".join(f"{restored.get(name, quoted(name))} AS {quoted(name)}" for name in schema.names)
    return f"(SELECT {columns} FROM {undone})"


def _before(events: str, as_of: date) -> str:
    """Return one row for each case with events: what the first later event of each kind found, and the status."""
    after = " ".join(f"WHEN {literal(event)} THEN {literal(status)}" for event, status in STATUS_AFTER.items())
    of_status = f"event IN ({_texts(tuple(STATUS_AFTER))})"
    later, earlier = f'"on" > {_day(as_of)}', f'"on" <= {_day(as_of)}'
    columns = [
        f"first(from_value ORDER BY {_FIRST}) FILTER ({later} AND event = {literal(rule.event)}"
        f" AND from_value IS NOT NULL) AS before_{rule.column}"
        for rule in VALUE_REWINDS
    ]
    columns += [
        f"bool_or({later} AND {of_status}) AS status_changed",
        f"first(from_value ORDER BY {_FIRST}) FILTER ({later} AND {of_status}) AS status_from",
        f'last(CASE event {after} END ORDER BY "on", event) FILTER ({earlier} AND {of_status}) AS status_then',
    ]
    return f"(SELECT case_id, {', '.join(columns)} FROM {_chained(events)} GROUP BY case_id)"


_FIRST = '"on", chained, event, from_value'


def _chained(events: str) -> str:
    """Return the events, each with whether another one of the same day led to the value it found.

    A case reclassified twice on one day, from A to B and from B to C, stood at A before.
    """
    earlier = (
        "EXISTS (SELECT 1 FROM events AS p WHERE p.case_id = e.case_id AND p.event = e.event"
        ' AND p."on" = e."on" AND p.to_value = e.from_value AND p.from_value IS DISTINCT FROM p.to_value)'
    )
    return f"(WITH events AS (SELECT * FROM {events}) SELECT e.*, {earlier} AS chained FROM events AS e)"


def _status_before(as_of: date) -> str:
    """Return the status at the cut-off: what the later event found, else what the last earlier one left."""
    return (
        "CASE WHEN NOT coalesce(status_changed, false) THEN status"
        f" WHEN status_from IN ({_texts(STATUSES)}) THEN status_from"
        " WHEN status_then IS NOT NULL THEN status_then"
        f" WHEN cleared_on <= {_day(as_of)} THEN 'cleared' ELSE 'open' END"
    )


def _codes_before(undone: str) -> str:
    """Return group and severity of the offences that come back, by the law of the day the case was recorded.

    The clause is not on record any more: a severity is claimed only where all clauses of the article agree.
    """
    in_force = "o.valid_from <= u.recorded_on AND (o.valid_to IS NULL OR u.recorded_on <= o.valid_to)"
    return (
        "(SELECT u.case_id, any_value(o.offence_group) FILTER (o.clause IS NULL) AS code_group,"
        " CASE WHEN COUNT(DISTINCT o.severity) = 1"
        " AND COUNT(*) FILTER (o.clause IS NOT NULL AND o.severity IS NULL) = 0 THEN min(o.severity) END"
        f" AS code_severity FROM {undone} AS u JOIN codes AS o ON o.article = u.before_offence AND {in_force}"
        " GROUP BY u.case_id)"
    )

"""What must hold between indicators, tables and code lists before a single record is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tongket.count.definition_families import Rules
from tongket.model.errors import DefinitionError
from tongket.model.indicators import Condition, Indicator, Measure, Operator
from tongket.model.tables import RECORD_TABLES, Column, Kind

_SUMMABLE = (Kind.INTEGER, Kind.MONEY, Kind.NUMBER)


def check_indicators(indicators: Iterable[Indicator], rules: Rules) -> dict[str, Indicator]:
    """Return the indicators by id, or raise DefinitionError at the first thing that is wrong.

    Raises
    ------
    DefinitionError
        If an id stands twice, a table, column, code or id is unknown, a share's numerator is no part of its
        denominator, or composed indicators rest on composed ones; the message names file, key and remedy.
    """
    found: dict[str, Indicator] = {}
    for indicator in indicators:
        if (earlier := found.get(indicator.id)) is not None:
            raise _refusal(indicator, "id", f"must be unique; {earlier.defined_in} has it too", "Rename one of them")
        found[indicator.id] = indicator
    for indicator in found.values():
        if indicator.table is None:
            _check_composed(indicator, found, rules)
        else:
            _check_columns(indicator, rules)
    return found


def _refusal(indicator: Indicator, key: str, rule: str, remedy: str) -> DefinitionError:
    who = f"{indicator.defined_in or 'Indicator'}, indicator {indicator.id!r}"
    return DefinitionError(f"{who}: key {key!r}: {rule}. {remedy}.")


def _check_columns(indicator: Indicator, rules: Rules) -> None:
    table = indicator.table or ""
    if table not in RECORD_TABLES:
        raise _refusal(
            indicator, "table", f"must be one of {', '.join(RECORD_TABLES)}; got {table!r}", "Mend the table"
        )
    for key in ("date", "closes"):
        name = getattr(indicator, key)
        if name is not None and _column(indicator, key, name).kind is not Kind.DATE:
            raise _refusal(indicator, key, f"must be a date column; got {name!r}", "Name a column of dates")
    if indicator.column is not None and _column(indicator, "column", indicator.column).kind not in _SUMMABLE:
        rule = f"only whole numbers, money and numbers add up; got {indicator.column!r}"
        raise _refusal(indicator, "column", rule, "Name a column of numbers, or use measure = 'count'")
    for condition in indicator.where:
        _check_condition(indicator, condition, rules)


def _column(indicator: Indicator, key: str, name: str) -> Column:
    columns = {column.name: column for column in RECORD_TABLES[indicator.table or ""].columns}
    if name not in columns:
        rule = f"table {indicator.table!r} has no column {name!r}; it has {', '.join(columns)}"
        raise _refusal(indicator, key, rule, "Mend the name of the column")
    return columns[name]


def _check_condition(indicator: Indicator, condition: Condition, rules: Rules) -> None:
    column = _column(indicator, "where", condition.column)
    if condition.days is not None and column.kind is not Kind.DATE:
        rule = f"{condition.operator.value!r} needs a date column; got {condition.column!r}"
        raise _refusal(indicator, "where", rule, "Name a column of dates")
    if condition.values and column.kind is not Kind.TEXT:
        rule = f"{condition.operator.value!r} needs a column of codes; got {condition.column!r}"
        raise _refusal(indicator, "where", rule, "Name a column of codes")
    known = known_codes(column, rules)
    for value in condition.values:
        if known is not None and value not in known:
            rule = f"{condition.column!r} has no code {value!r}; it has {_some(known)}"
            raise _refusal(indicator, "where", rule, "Mend the code, or add it to the book's code list")


def _some(codes: Iterable[str]) -> str:
    listed = list(codes)
    return ", ".join(listed[:20]) + (f" and {len(listed) - 20} more" if len(listed) > 20 else "")


def known_codes(column: Column, rules: Rules) -> Mapping[str, object] | None:
    """Return the codes a column may hold, or None when any text may stand there."""
    if column.values:
        return dict.fromkeys(column.values)
    if rules.offences is not None and column.name == "offence_group":
        return rules.offences.group_by_code
    if rules.offences is not None and column.name == "offence":
        return dict.fromkeys((*rules.offences.order, *rules.offences.group_by_code))
    return None


def _check_composed(indicator: Indicator, found: Mapping[str, Indicator], rules: Rules) -> None:
    for key in ("numerator", "denominator"):
        name = getattr(indicator, key)
        if name not in found:
            raise _refusal(
                indicator, key, f"must be the id of an indicator; got {name!r}", "Mend the id, or declare it"
            )
        if found[name].table is None:
            rule = f"must be a count, sum or stock, so that no circle can arise; {name!r} is a {found[name].measure}"
            raise _refusal(indicator, key, rule, "Name the counts it is made of")
    above, below = found[indicator.numerator or ""], found[indicator.denominator or ""]
    if indicator.measure is Measure.SHARE and (why := why_no_part(above, below, rules)):
        rule = f"the numerator of a share must be a part of its denominator; {why}"
        raise _refusal(indicator, "numerator", rule, "Use measure = 'ratio', or mend one of the two definitions")


def why_no_part(above: Indicator, below: Indicator, rules: Rules) -> str:
    """Return why the records of `above` are not surely among those of `below`; empty when they are."""
    for key in ("table", "measure", "date", "closes", "column"):
        if getattr(above, key) != getattr(below, key):
            return f"they differ in {key!r}: {getattr(above, key)!r} and {getattr(below, key)!r}"
    if above.measure is Measure.SUM and above.column is None:
        return "a sum needs a column"
    for condition in below.where:
        if not any(_implies(own, condition, rules) for own in above.where):
            return f"nothing in {above.id!r} ensures its condition on {condition.column!r}"
    return ""


def _implies(own: Condition, wanted: Condition, rules: Rules) -> bool:
    """Tell whether a record that fulfils `own` surely fulfils `wanted`."""
    if own == wanted:
        return True
    if own.column != wanted.column:
        return False
    if wanted.operator is Operator.NOT_NULL:
        return own.operator is not Operator.IS_NULL
    if wanted.operator is Operator.WITHIN_DAYS or wanted.operator is Operator.OBSERVED_DAYS:
        if own.operator is not wanted.operator:
            return False
        tighter = (own.days or 0) <= (wanted.days or 0)
        return tighter if wanted.operator is Operator.WITHIN_DAYS else not tighter
    mine, theirs = expand(own, rules), expand(wanted, rules)
    if mine.operator is Operator.IN and theirs.operator is Operator.IN:
        return set(mine.values) <= set(theirs.values)
    if mine.operator is Operator.IN and theirs.operator is Operator.NOT_IN:
        return not set(mine.values) & set(theirs.values)
    return mine.operator is theirs.operator is Operator.NOT_IN and set(theirs.values) <= set(mine.values)


def expand(condition: Condition, rules: Rules) -> Condition:
    """Return ``under`` as ``in`` with every code of the tree below; other conditions as they are."""
    if condition.operator is not Operator.UNDER:
        return condition
    codes: dict[str, None] = {}
    for value in condition.values:
        codes.update(dict.fromkeys(_below(condition.column, value, rules)))
    return Condition(condition.column, Operator.IN, tuple(codes))


def _below(column: str, code: str, rules: Rules) -> Iterable[str]:
    catalogue = rules.offences
    if catalogue is None or code not in catalogue.group_by_code:
        return (code,)
    groups = tuple(group.code for group in catalogue.groups_within(code))
    if column != "offence":
        return groups
    return (*groups, *dict.fromkeys(offence.article for offence in catalogue.offences if offence.group in groups))

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.close.books import case, change_book, event, load, make_book, make_full_book
from tongket.close.causes import LABELS, MEANINGS, Cause
from tongket.close.closing import close_book
from tongket.close.differences import Contribution, Difference, divide
from tongket.close.diffing import RuleChange, TableChange, diff_seals
from tongket.close.explaining import Question, explain_difference
from tongket.engines.contract import Span, Term
from tongket.model.errors import DefinitionError, FigureError
from tongket.model.indicators import Condition, Operator
from tongket.model.seals import Seal, Status
from tongket.model.tables import RECORD_TABLES
from tongket.store.book import Book

JANUARY, APRIL = date(2022, 1, 20), date(2022, 4, 15)
YEAR = Span(date(2021, 1, 1), date(2022, 12, 31))
DAY = date(2021, 12, 1)
CLEARED = Condition("cleared_on", Operator.NOT_NULL)
PROPERTY = Condition("offence_group", Operator.IN, ("property",))
FOUNDED = Condition("status", Operator.NOT_IN, ("unfounded",))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return make_book(tmp_path)


def close(book: Book, as_of: date) -> Seal:
    return close_book(book, as_of=as_of, status=Status.PRELIMINARY).seal


def two_seals(
    book: Book, old: list[dict[str, Any]], new: list[dict[str, Any]], table: str = "cases"
) -> tuple[Seal, Seal]:
    load(book, table, old, JANUARY)
    first = close(book, JANUARY)
    load(book, table, new, APRIL)
    return first, close(book, APRIL)


def a_case(case_id: str, **values: Any) -> dict[str, Any]:
    return case(case_id, **{"recorded_on": DAY, **values})


def asking(*where: Condition, new: tuple[Condition, ...] | None = None, **changed: Any) -> Question:
    date_column, column = changed.pop("date", "recorded_on"), changed.pop("column", None)
    return Question(
        "n",
        "cases",
        Term("n", date_column, column, where),
        Term("n", date_column, column, where if new is None else new),
        YEAR,
        **changed,
    )


def causes(book: Book, seals: tuple[Seal, Seal], question: Question) -> dict[str, object]:
    (difference,) = explain_difference(book, *seals, [question])
    return {part.cause.value: part.amount for part in difference.contributions}


@pytest.mark.parametrize(
    ("before", "after", "where", "expected"),
    [
        ({}, {"status": "unfounded"}, FOUNDED, {"unfounded": -1}),
        ({"status": "unfounded"}, {"status": "open"}, FOUNDED, {"unfounded": 1}),
        ({}, {"offence": "134", "offence_group": "person"}, PROPERTY, {"reclassified": -1}),
        (
            {},
            {"clause": "4", "severity": "very_serious"},
            Condition("severity", Operator.NOT_NULL),
            {"reclassified": 1},
        ),
        ({}, {"offence_group": "person"}, PROPERTY, {"correction": -1}),
        ({}, {"status": "cleared", "cleared_on": APRIL}, CLEARED, {"cleared_later": 1}),
        ({"cleared_on": DAY}, {"cleared_on": None}, CLEARED, {"correction": -1}),
        ({"cleared_on": DAY}, {"cleared_on": None, "status": "unfounded"}, CLEARED, {"unfounded": -1}),
        ({}, {"status": "suspended"}, Condition("status", Operator.IN, ("open",)), {"cleared_later": -1}),
        ({}, {"area": "31120"}, Condition("area", Operator.IN, ("31117",)), {"correction": -1}),
        ({}, {"recorded_on": date(2020, 12, 1)}, FOUNDED, {"correction": -1}),
        # what does not bear on the figure is no cause, though it changed as well
        ({}, {"offence": "168", "cleared_on": APRIL}, CLEARED, {"cleared_later": 1}),
        ({}, {"status": "suspended", "area": "31120"}, FOUNDED, {}),
    ],
)
def test_a_changed_record_has_one_cause(
    book: Book, before: dict[str, Any], after: dict[str, Any], where: Condition, expected: dict[str, int]
) -> None:
    seals = two_seals(book, [a_case("C1", **before)], [a_case("C1", **{**before, **after})])
    assert causes(book, seals, asking(where)) == expected


def test_of_two_causes_the_first_in_order_is_taken(book: Book) -> None:
    after = a_case("C1", status="unfounded", offence="134", offence_group="person")
    seals = two_seals(book, [a_case("C1")], [after])
    assert causes(book, seals, asking(PROPERTY, FOUNDED)) == {"unfounded": -1}


def test_a_record_that_arrived_is_late_and_named(book: Book) -> None:
    first, second = two_seals(book, [a_case("C1")], [a_case("C2"), a_case("C3")])
    (difference,) = explain_difference(book, first, second, [asking()])
    assert (difference.old, difference.new) == (1, 3)
    assert difference.contributions == (Contribution(Cause.LATE_RECORD, 2, 2, 0, ("C2", "C3")),)
    assert difference.as_json()["causes"] == [
        {"cause": "late_record", "difference": 2, "in": 2, "out": 0, "examples": ["C2", "C3"]}
    ]


def test_a_record_that_disappeared_is_a_correction(book: Book) -> None:
    first, second = two_seals(book, [a_case("C1")], [a_case("C2")])
    assert causes(book, (second, first), asking()) == {"correction": -1}


def test_a_unit_that_became_another_is_geography(tmp_path: Path) -> None:
    book = make_full_book(tmp_path)
    # 31132 was joined to 31135 on 1 March 2020, as the shipped units of the city say
    seals = two_seals(book, [a_case("C1", area="31132")], [a_case("C1", area="31135")])
    within = Condition("area", Operator.IN, ("31135",))
    assert causes(book, seals, asking(within)) == {"geography": 1}
    cells = explain_difference(book, *seals, [asking(by=("area",))])
    assert [(cell.codes, cell.amount, cell.of(Cause.GEOGRAPHY)) for cell in cells] == [
        (("31132",), -1, -1),
        (("31135",), 1, 1),
    ]


def test_a_change_still_to_come_is_no_reason(tmp_path: Path) -> None:
    # 31117 goes to 31120 on 1 July 2025 only; in 2022 another unit is a place corrected
    book = make_full_book(tmp_path)
    seals = two_seals(book, [a_case("C1")], [a_case("C1", area="31120")])
    assert causes(book, seals, asking(Condition("area", Operator.IN, ("31117",)))) == {"correction": -1}


def test_another_list_of_units_is_geography_and_another_list_of_codes_a_rule_change(book: Book) -> None:
    seals = two_seals(book, [a_case("C1", area="31120")], [a_case("C2", area="31120")])
    near = Condition("area", Operator.IN, ("31117",))
    far = Condition("area", Operator.IN, ("31117", "31120"))
    assert causes(book, seals, asking(near, new=(far,))) == {"late_record": 1, "geography": 1}
    person = Condition("offence_group", Operator.IN, ("person",))
    assert causes(book, seals, asking(PROPERTY, new=(person,))) == {"rule_change": -1}


def test_an_offence_that_the_list_puts_into_another_group_is_a_rule_change(book: Book) -> None:
    load(book, "cases", [a_case("C1")], JANUARY)
    book = change_book(book, ('offences = ""', 'offences = "codes"'))
    _own_codes(book, "property")
    first = close(book, JANUARY)
    _own_codes(book, "person")
    load(book, "cases", [a_case("C1", offence_group="person")], APRIL)
    seals = first, close(book, APRIL)
    assert causes(book, seals, asking(PROPERTY)) == {"rule_change": -1}
    diff = diff_seals(book, *seals)
    assert TableChange("codes", 0, 0, 1, (("offence_group", 1),)) in diff.tables
    assert diff.rules == ()


def _own_codes(book: Book, group: str) -> None:
    folder = book.path / "codes"
    folder.mkdir(exist_ok=True)
    (folder / "source.toml").write_text('id = "own"\ntitle_vi = "riêng"\ntitle_en = "own"\n', encoding="utf-8")
    head = "article,name_vi,name_en,group,valid_from,valid_to,source,confidence,is_reported"
    line = f"173,Trộm cắp tài sản,Theft,{group},2018-01-01,,law,high,yes"
    (folder / "offences.csv").write_text(f"{head}\n{line}\n", encoding="utf-8")
    groups = (
        "code,name_vi,name_en,parent,is_social_order\nproperty,sở hữu,property,,yes\nperson,con người,person,,yes\n"
    )
    (folder / "groups.csv").write_text(groups, encoding="utf-8")


def test_a_case_observed_for_long_enough_only_now_is_late(book: Book) -> None:
    seals = two_seals(book, [a_case("C1")], [a_case("C2", recorded_on=date(2022, 4, 1))])
    observed = Condition("recorded_on", Operator.OBSERVED_DAYS, days=90)
    assert causes(book, seals, asking(observed)) == {"late_record": 1}


def test_a_sum_moves_with_its_values(book: Book) -> None:
    old = [a_case("C1", property_loss="100.50"), a_case("C2"), a_case("C3", persons_handled=0)]
    new = [
        a_case("C1", property_loss="90.25"),
        a_case("C2", persons_handled=3),
        a_case("C3", persons_handled=1, status="cleared", cleared_on=APRIL),
    ]
    seals = two_seals(book, old, new)
    assert causes(book, seals, asking(column="property_loss")) == {"correction": Decimal("-10.25")}
    assert causes(book, seals, asking(column="persons_handled")) == {"cleared_later": 4}


def test_other_registers_have_the_same_causes(book: Book) -> None:
    notice = {"notice_id": "W1", "issued_on": DAY, "danger_class": "ordinary", "area": "31117"}
    load(book, "cases", [a_case("C1")], JANUARY)
    seals = two_seals(
        book,
        [notice],
        [{**notice, "ended_on": APRIL, "outcome": "arrested"}, {**notice, "notice_id": "W2"}],
        "wanted_notices",
    )
    opened = Question("o", "wanted_notices", Term("n", "issued_on"), Term("n", "issued_on"), YEAR)
    ended = Question("e", "wanted_notices", Term("n", "ended_on"), Term("n", "ended_on"), YEAR)
    first, second = explain_difference(book, *seals, [opened, ended])
    assert (first.of(Cause.LATE_RECORD), second.of(Cause.CLEARED_LATER)) == (1, 1)


def test_a_table_that_one_seal_lacks_is_all_late(book: Book) -> None:
    first = (load(book, "cases", [a_case("C1")], JANUARY), close(book, JANUARY))[1]
    load(book, "fires", [{"fire_id": "F1", "occurred_on": DAY, "area": "31117"}], APRIL)
    second = close(book, APRIL)
    term = Term("n", "occurred_on")
    (difference,) = explain_difference(book, first, second, [Question("f", "fires", term, term, YEAR)])
    assert (difference.old, difference.new, difference.of(Cause.LATE_RECORD)) == (0, 1, 1)


def test_a_column_that_the_older_seal_did_not_have_is_missing_in_it(book: Book) -> None:
    from tongket.model.tables import record_schema
    from tongket.store import parquet
    from tongket.store.loads import read_loads
    from tongket.store.records import current_records_sql
    from tongket.store.seals import Head, TableToSeal, write_seal

    load(book, "cases", [a_case("C1", killed=1)], JANUARY)
    columns = tuple((c.name, c.sql_type) for c in record_schema("cases").columns if c.name != "killed")
    with parquet.connect() as con:
        relation = current_records_sql(book, "cases", JANUARY, loads=read_loads(book))
        assert relation is not None
        head = Head(JANUARY, Status.PRELIMINARY, "", ())
        old, _ = write_seal(book, con, [TableToSeal("cases", relation, columns, ("case_id",))], head)
    assert causes(book, (old, close(book, APRIL)), asking()) == {}


def test_nothing_changed_is_an_answer_too(book: Book) -> None:
    first = (load(book, "cases", [a_case("C1")], JANUARY), close(book, JANUARY))[1]
    second = close(book, APRIL)
    (difference,) = explain_difference(book, first, second, [asking()])
    assert difference == Difference("n", (), 1, 1, ())
    assert diff_seals(book, first, second).is_same


def test_rows_and_columns_that_differ_are_counted(book: Book) -> None:
    seals = two_seals(
        book,
        [a_case("C1"), a_case("C2"), a_case("C3")],
        [a_case("C1", area="31120", killed=1), a_case("C2", killed=2), a_case("C4")],
    )
    load(book, "case_events", [event("C1", "relocated", date(2022, 3, 1))], APRIL)
    third = close_book(book, as_of=APRIL, status=Status.OFFICIAL).seal
    diff = diff_seals(book, seals[0], third, [asking()])
    assert diff.tables == (
        TableChange("case_events", 1, 0, 0, ()),
        TableChange("cases", 1, 0, 2, (("area", 1), ("killed", 2))),
    )
    json = diff.as_json()
    assert json["figures"] == [diff.differences[0].as_json()]


def test_a_rule_that_differs_is_named(book: Book) -> None:
    first = (load(book, "cases", [a_case("C1")], JANUARY), close(book, JANUARY))[1]
    changed = change_book(book, ("small_number = 50", "small_number = 30"))
    assert diff_seals(book, first, close(changed, APRIL)).rules == (RuleChange("small_number", "50", "30"),)


def test_a_difference_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(FigureError, match=r"must add up to the change from 1 to 3; got \['1'\]"):
        Difference("n", (), 1, 3, (Contribution(Cause.CORRECTION, 1),))


def test_a_ratio_without_a_base_is_not_explained() -> None:
    nothing = Difference("d", (), 0, 0, ())
    assert divide("r", nothing, nothing) is None


def test_questions_are_checked() -> None:
    with pytest.raises(DefinitionError, match="no column 'nonsense'"):
        asking(Condition("nonsense", Operator.NOT_NULL))
    with pytest.raises(DefinitionError, match="expanded to 'in'"):
        asking(Condition("area", Operator.UNDER, ("92",)))
    with pytest.raises(DefinitionError, match="numbers of one kind"):
        Question("n", "cases", Term("n", "recorded_on", "property_loss"), Term("n", "recorded_on"), YEAR)


def test_every_cause_is_worded_and_rests_on_columns_that_exist() -> None:
    from tongket.close.causes import SETTLING_COLUMNS, STATUS_COLUMNS

    assert set(LABELS) == set(MEANINGS) == set(Cause)
    for table, columns in SETTLING_COLUMNS.items():
        assert columns <= set(RECORD_TABLES[table].names)
    for table, (column, before) in STATUS_COLUMNS.items():
        assert before in RECORD_TABLES[table].column(column).values

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tongket.model.errors import DefinitionError, SourceError
from tongket.plan.succession import SuccessionResult, check_succession
from tongket.plan.succession_breaches import age_on
from tongket.plan.succession_lists import COLUMNS, ListKind, SuccessionList, parse_born, read_succession_list
from tongket.plan.succession_rules import RuleKind, read_succession_rules
from tongket.plan.succession_template import write_succession_template
from tongket.plan.succession_text import names_for_screen, succession_object, succession_table

NOW = date(2025, 12, 1)
Row = dict[str, Any]


def person(number: int, **other: Any) -> Row:
    """Return a row about an invented person: name, number and day of birth follow from the number."""
    return {
        "code": f"{number:03d}-MP",
        "name": f"Cán bộ {number:03d}",
        "born": date(1970 + number % 30, 1 + number % 12, 1 + number % 28),
        "sex": "Nữ" if number % 3 == 0 else "Nam",
        "unit": "Phòng Tham mưu",
        "current": "Đội trưởng",
        "planned": f"Chức danh {number // 3}",
        "level": "Tỉnh",
        **other,
    }


def write_list(path: Path, rows: list[Row], *, language: str = "vi", first_line: int = 2) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet("Danh sách")
        sheet.write(0, 0, "Danh sách thử, không có người thật")
        for place, label in enumerate(COLUMNS.values()):
            sheet.write(first_line - 1, place, getattr(label, language))
        for number, row in enumerate(rows, first_line):
            for place, name in enumerate(COLUMNS):
                sheet.write(number, place, row.get(name))
    return path


class Lists:
    """Write, read and check two lists made of rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, rows: list[Row], kind: ListKind) -> SuccessionList:
        return read_succession_list(write_list(self.folder / f"{kind}.xlsx", rows), kind)

    def check(self, committee: list[Row], command: list[Row], as_of: date = NOW) -> SuccessionResult:
        first, second = self.read(committee, ListKind.COMMITTEE), self.read(command, ListKind.COMMAND)
        return check_succession(first, second, as_of)

    def found(self, committee: list[Row], command: list[Row], as_of: date = NOW) -> dict[str, list[list[int]]]:
        """Return the rows of each finding by its id, those of the lists as a whole without rows."""
        found: dict[str, list[list[int]]] = {}
        for each in self.check(committee, command, as_of).findings:
            found.setdefault(each.id, []).append([at.row for at in each.rows])
        return found


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return Lists(tmp_path)


def many(count: int = 40) -> list[Row]:
    return [person(number) for number in range(1, count + 1)]


def test_two_lists_that_agree_have_nothing_to_report(lists: Lists) -> None:
    result = lists.check(many(), many())
    assert result.findings == ()
    assert (result.rows, result.persons) == ((40, 40), 40)


def test_who_stands_in_one_list_only_is_found(lists: Lists) -> None:
    found = lists.found(many()[:-1], many()[1:])
    assert found == {"both.command": [[41]], "both.committee": [[3]]}


CHANGED = [
    ({"born": date(1970, 1, 1)}, "person.born"),
    ({"sex": "Nữ"}, "person.sex"),
    ({"unit": "Phòng Cảnh sát hình sự"}, "person.unit"),
    ({"current": "Phó Đội trưởng"}, "person.current"),
    ({"name": "Can bộ 005"}, "person.name"),
    ({"code": "999-MP"}, "person.code"),
]


@pytest.mark.parametrize(("change", "id_"), CHANGED, ids=[each[1] for each in CHANGED])
def test_a_person_told_of_differently_is_found(lists: Lists, change: Row, id_: str) -> None:
    other = [{**row, **change} if row["code"] == "005-MP" else row for row in many()]
    assert lists.found(many(), other) == {id_: [[7, 7]]}


def test_the_same_person_without_number_and_with_two_ages_is_found(lists: Lists) -> None:
    plain = [{**row, "code": None} for row in many()]
    older = [{**row, "born": date(1969, 5, 5)} if row["name"] == "Cán bộ 005" else row for row in plain]
    assert lists.found(plain, older) == {"person.born": [[7, 7]]}


def test_namesakes_with_numbers_of_their_own_are_two_persons(lists: Lists) -> None:
    namesake = person(50, name="Cán bộ 005", born=date(1988, 8, 8))
    assert lists.check([*many(), namesake], [*many(), namesake]).findings == ()


def test_abbreviations_are_the_same_post_and_are_told(lists: Lists) -> None:
    short = [{**row, "current": "PTP Tham mưu"} if row["code"] == "005-MP" else row for row in many()]
    long = [{**row, "current": "Phó Trưởng phòng Tham mưu"} if row["code"] == "005-MP" else row for row in many()]
    assert lists.found(short, long) == {"post.named": [[7, 7]]}


def test_a_row_written_twice_is_found(lists: Lists) -> None:
    assert lists.found(many(), [*many(), person(5)]) == {"person.twice": [[7, 43]]}


def crowded() -> list[Row]:
    return [{**row, "planned": "Trưởng phòng"} if row["code"] < "005" else row for row in many()]


def test_persons_per_post_and_posts_per_person_have_limits(lists: Lists) -> None:
    assert lists.found(many(), crowded()) == {"post.persons": [[3, 4, 5, 6]]}
    busy = [*many(), *(person(5, planned=f"Chức danh thêm {number}") for number in range(3))]
    assert lists.found(many(), busy) == {"person.posts": [[7, 43, 44, 45]]}


def test_rules_hold_on_their_days_only(lists: Lists) -> None:
    assert lists.found(many(), crowded(), date(2025, 10, 7)) == {}
    assert "post.persons" in lists.found(many(), crowded(), date(2025, 10, 8))


def test_a_post_already_held_is_not_planned(lists: Lists) -> None:
    same = [{**row, "planned": row["current"]} if row["code"] == "005-MP" else row for row in many()]
    assert lists.found(many(), same) == {"post.higher": [[7]]}


def test_shares_are_of_persons_and_tell_numbers(lists: Lists) -> None:
    men = [{**row, "sex": "Nam"} for row in many()]
    result = lists.check(men, men, date(2024, 1, 1))
    women = [each for each in result.findings if each.id == "women"]
    assert len(women) == 2
    assert women[0].detail is not None
    assert women[0].detail.vi == "Quy hoạch cấp ủy: 0 trên 40 (0,0%), ít nhất 25,0%"
    assert not women[0].must
    assert result.errors == 0


def test_age_groups_must_all_be_there(lists: Lists) -> None:
    young = [{**row, "born": date(1995, 1, 1)} for row in many()]
    details = [each.detail.en for each in lists.check(young, young).findings if each.id == "age.groups" and each.detail]
    assert details == ["Committee posts: 40 / 0 / 0 persons", "Command posts: 40 / 0 / 0 persons"]


def test_a_term_must_be_served_whole_by_rules_of_ones_own(lists: Lists, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'rule = [{ id = "term", kind = "full_term", list = "both", must = true, limit = 60, term_starts = 2025-06-01,'
        ' age_limit_male = 724, age_limit_female = 684, valid_from = 2025-01-01, source = "thử", confidence = "high",'
        ' label = { vi = "Không đủ một nhiệm kỳ", en = "Not a full term" } }]',
        encoding="utf-8",
    )
    rows = [person(1, born=date(1970, 2, 1), sex="Nam"), person(2, born=date(1970, 1, 1), sex="Nam")]
    rows += [person(3, born=date(1973, 6, 2), sex="Nữ"), person(4, born=date(1973, 5, 1), sex="Nữ")]
    read = [lists.read(rows, kind) for kind in ListKind]
    result = check_succession(read[0], read[1], NOW, read_succession_rules(own))
    assert [(each.id, each.rows[0].row) for each in result.findings] == [("term", 4), ("term", 6)] * 2


def test_cells_that_cannot_be_read_are_named_by_place(lists: Lists) -> None:
    broken = [person(1, born="mồng một Tết"), person(2, name=None), person(3, sex="khác")]
    result = lists.check(broken, many(3))
    found = {(each.id, each.label.en, each.rows[0].row) for each in result.findings if each.id.startswith("cell")}
    assert found == {
        ("cell.unread", "Cannot be read: Date of birth", 3),
        ("cell.empty", "Empty cell: Full name", 4),
        ("cell.unread", "Cannot be read: Sex", 5),
    }


def everything_shown(result: SuccessionResult, read: list[SuccessionList]) -> str:
    table = succession_table(result)
    shown = [json.dumps(succession_object(result, language), ensure_ascii=False) for language in ("vi", "en")]
    shown += [repr(result), repr(read), repr(table), str([each.detail for each in result.findings])]
    shown += [str(table.texts(language)) for language in ("vi", "en")]
    return "\n".join(shown)


def test_no_name_number_post_or_birth_is_in_anything_shown(lists: Lists) -> None:
    rows = [{**row, "sex": "Nam", "unit": "Phòng MẬT"} for row in crowded()]
    rows[4]["born"] = "1/13/1980 MẬT"
    read = [lists.read(many()[2:], ListKind.COMMITTEE), lists.read([*rows, rows[6]], ListKind.COMMAND)]
    result = check_succession(read[0], read[1], NOW)
    assert len({each.id for each in result.findings}) >= 6
    shown = everything_shown(result, read)
    for hidden in ("Cán bộ", "-MP", "Chức danh 1", "Trưởng phòng", "MẬT", "197", "198", "199", "Phòng Tham mưu"):
        assert hidden not in shown


def test_names_are_shown_only_by_the_function_for_the_screen(lists: Lists) -> None:
    read = [lists.read(many()[1:], ListKind.COMMITTEE), lists.read(many(), ListKind.COMMAND)]
    result = check_succession(read[0], read[1], NOW)
    assert names_for_screen(result, *read, "vi") == ("Quy hoạch lãnh đạo, chỉ huy, Danh sách: dòng 3: Cán bộ 001",)


def test_checking_writes_nothing(lists: Lists) -> None:
    lists.check(many(), many())
    before = {path: path.stat().st_mtime_ns for path in lists.folder.rglob("*")}
    read = [read_succession_list(lists.folder / f"{kind}.xlsx", kind) for kind in ListKind]
    succession_object(check_succession(read[0], read[1], NOW))
    assert {path: path.stat().st_mtime_ns for path in lists.folder.rglob("*")} == before


@pytest.mark.parametrize("language", ["vi", "en"])
def test_form_is_read_back_when_filled(tmp_path: Path, language) -> None:
    path = tmp_path / "form.xlsx"
    write_succession_template(path, ListKind.COMMAND, language)
    assert read_succession_list(path, ListKind.COMMAND).entries == ()
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for place, value in enumerate(["001-MP", "Cán bộ 001", date(1980, 2, 3), "Nam", "Phòng 1", "", "Phó Giám đốc"], 1):
        sheet.cell(row=4, column=place, value=value)
    book.save(path)
    read = read_succession_list(path, ListKind.COMMAND)
    assert read.faults == ()
    assert [(each.at.row, each.born, each.sex) for each in read.entries] == [(4, date(1980, 2, 3), "male")]
    assert "Cán bộ" not in repr(read)


def test_a_workbook_without_the_heads_is_refused_without_its_content(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("S")
        sheet.write_row(0, 0, ["Họ và tên", "Cán bộ 077"])
        sheet.write_row(1, 0, ["Cán bộ 078", "1"])
    with pytest.raises(SourceError, match="Ngày sinh / Date of birth") as refused:
        read_succession_list(path, ListKind.COMMAND)
    assert "Cán bộ" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "day"),
    [("05/03/1985", date(1985, 3, 5)), ("1985-03-05 00:00:00", date(1985, 3, 5)), ("1985", date(1985, 12, 31))],
)
def test_days_of_birth_are_read_as_offices_write_them(text: str, day: date) -> None:
    assert parse_born(text) == day
    assert parse_born(f"{text}?") is None


def test_age_is_whole_years() -> None:
    assert [age_on(date(1985, 3, 5), day) for day in (date(2025, 3, 4), date(2025, 3, 5))] == [39, 40]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rule = 1 =", "must be a TOML file"),
        ('rule = [{ id = "a" }]', "rule 'a': 'kind'"),
        ('rule = [{ id = "a", kind = "persons_per_post", list = "command" }]', "must have limit, source"),
        (
            'rule = [{ id = "a", kind = "other_post", list = "wide", must = true, valid_from = 2025-01-01,'
            ' source = "s", confidence = "low", label = { vi = "a", en = "a" } }]',
            "`list` must be committee",
        ),
    ],
)
def test_a_wrong_rule_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=message):
        read_succession_rules(path)


def test_shipped_rules_have_sources_and_days() -> None:
    rules = read_succession_rules()
    assert {rule.kind for rule in rules.rules} == set(RuleKind) - {RuleKind.FULL_TERM}
    assert all(rule.source and rule.confidence in ("high", "medium", "low") for rule in rules.rules)
    assert "age.young" in {rule.id for rule in rules.on(date(2025, 10, 7))}
    assert "age.young" not in {rule.id for rule in rules.on(date(2025, 10, 8))}

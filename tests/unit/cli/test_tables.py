from tongket.cli.tables import display_width, format_table


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    lines = format_table(("Mã", "Số vụ"), [("trộm cắp", "574"), ("cướp", "8")], right=(1,)).splitlines()
    assert lines[0] == "Mã        Số vụ"
    assert lines[2] == "trộm cắp    574"
    assert lines[3] == "cướp          8"


def test_rule_under_the_head_spans_each_column() -> None:
    assert format_table(("a", "bbb"), []).splitlines()[1] == "─  ───"


def test_no_line_ends_in_blanks() -> None:
    assert all(line == line.rstrip() for line in format_table(("a", "b"), [("x", "")]).splitlines())


def test_combining_marks_take_no_room_and_wide_signs_two() -> None:
    assert display_width("Cần Thơ") == 7
    assert display_width("Cần") == 3  # decomposed: a, circumflex, grave
    assert display_width("漢字") == 4

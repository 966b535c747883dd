"""Sentences on clearance, corrections, directions and pictures, from figures made by hand."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests.unit.report.factories import comparison, figure
from tongket.model.figures import State
from tongket.model.periods import parse_period
from tongket.model.text import Text
from tongket.report.content.assessment import corrections, limits
from tongket.report.content.clearance import clearance
from tongket.report.content.directions import directions
from tongket.report.content.inputs import Correction, Intake, RuleLine
from tongket.report.content.offences import frequent_offences, offences
from tongket.report.content.pictures import Pictures
from tongket.report.content.required import Drawn, Picture
from tongket.report.document import BulletList, Heading, Paragraph, Table
from tongket.report.spans import NoteRef, figures_in, leaves, plain

NAMES = SimpleNamespace(
    main_code="social_order",
    main="recorded.social_order",
    main_noun=Text("vụ phạm tội", "crimes"),
    is_police=True,
    offences=(("theft", Text("Trộm cắp", "Theft")), ("rape", Text("Hiếp dâm người dưới 16 tuổi", "Rape under 16"))),
)
NO_PICTURES = Pictures(tuple(Drawn(kind, reason=Text("thiếu", "lacking")) for kind in Picture))
SEAL = SimpleNamespace(
    as_of=date(2023, 1, 5), short="abc123", digest="a" * 64, status=SimpleNamespace(value="official")
)


class Given(SimpleNamespace):
    """Inputs that know the figures they are given, of the period and of the one before."""

    def figure(self, id_):
        return self.now.get(id_)

    def value(self, id_):
        found = self.now.get(id_)
        return found if found is not None and found.state is State.VALUE else None

    def figure_of(self, id_, period):
        return self.then.get(id_) if period is not None else None

    @property
    def others(self):
        return tuple(each for each in (self.before,) if each is not None)


def inputs(now=None, then=None, **more):
    given = {
        "language": "vi",
        "now": now or {},
        "then": then or {},
        "period": parse_period("mps:2022"),
        "before": parse_period("mps:2021"),
        "seal": SEAL,
        "indicators": {},
        "intake": None,
        "begins": None,
        "restated": False,
        "corrections": (),
    }
    return Given(**{**given, **more})


def sentences(blocks) -> list[str]:
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(plain(block.spans))
        elif isinstance(block, BulletList):
            found += [plain(item) for item in block.items]
        elif isinstance(block, Table):
            found += [" | ".join(plain(cell) for cell in row.cells) for row in block.rows]
    return found


def late(days: int):
    return figure(None, name=f"clearance_within_{days}", state=State.LATE)


def rate(top: int, bottom: int, name: str = "clearance"):
    return figure(Decimal(top) / bottom, name=name, numerator=top, denominator=bottom, lower=0.5, upper=0.95)


def test_follow_ups_that_are_not_over_are_one_sentence_with_their_days():
    now = {f"clearance_within_{days}.social_order": late(days) for days in (90, 180, 365)}
    (text,) = sentences(clearance(inputs(now), NAMES, NO_PICTURES))
    assert text.startswith("Chưa tính được tỷ lệ khám phá trong 90 ngày, 180 ngày và 365 ngày kể từ khi ghi nhận")
    assert text.endswith("tính được lần lượt từ ngày 14/03/2023, 12/06/2023 và 14/12/2023.")


def test_every_follow_up_is_bound_even_without_a_value():
    now = {f"clearance_within_{days}.social_order": late(days) for days in (90, 180, 365)}
    (block,) = clearance(inputs(now), NAMES, NO_PICTURES)
    assert {each.id for each in figures_in(block.spans)} == {each.id for each in now.values()}


def test_follow_ups_of_the_year_before_are_told():
    now = {"clearance_within_90.social_order": rate(80, 100), "clearance_within_180.social_order": late(180)}
    then = {"clearance_within_90.social_order": rate(70, 100), "clearance_within_180.social_order": rate(75, 100)}
    (text,) = sentences(clearance(inputs(now, then), NAMES, NO_PICTURES))
    assert text.startswith("Trong các vụ ghi nhận năm 2022, 80% được khám phá trong 90 ngày. Tỷ lệ trong 180 ngày")
    assert text.endswith("Trong các vụ ghi nhận năm 2021, 70% được khám phá trong 90 ngày và 75% trong 180 ngày.")


@pytest.mark.parametrize(("n", "bound"), [(3, "36,8%"), (16, "82,9%"), (59, "95,0%")])
def test_a_hundred_per_cent_comes_with_what_so_many_cases_can_tell(n, bound):
    now = {"clearance_cohort.social_order.especially_serious": rate(n, n)}
    (block,) = clearance(inputs(now), NAMES, NO_PICTURES)
    assert "đạt 100%" in plain(block.spans)
    (note,) = [span for span in leaves(block.spans) if isinstance(span, NoteRef)]
    assert f"từ {bound} trở lên" in plain(note.note)


def test_less_than_a_hundred_per_cent_needs_no_such_note():
    (block,) = clearance(inputs({"clearance_cohort.social_order.major": rate(54, 58)}), NAMES, NO_PICTURES)
    assert plain(block.spans) == "Án rất nghiêm trọng và đặc biệt nghiêm trọng: đã khám phá 54/58 vụ, đạt 93,1%."
    assert not any(isinstance(span, NoteRef) for span in leaves(block.spans))


def test_a_book_without_clearance_says_nothing_of_it():
    assert not list(clearance(inputs(), NAMES, NO_PICTURES))


def recorded(value: int, then: int, name: str, **more):
    change = comparison("mps:2021", then, value, **more)
    return figure(value, name=name, comparisons=(change,))


def test_offences_stand_in_the_order_of_their_numbers():
    now = {
        "recorded.theft": recorded(30, 20, "recorded.theft"),
        "recorded.rape": recorded(40, 41, "recorded.rape"),
        "recorded.social_order": figure(100, name="recorded.social_order"),
    }
    assert [label.vi for label, _ in frequent_offences(inputs(now), NAMES)] == [
        "Hiếp dâm người dưới 16 tuổi",
        "Trộm cắp",
    ]
    first, second = sentences(offences(inputs(now), NAMES))
    assert first == (
        "Tội danh có số vụ nhiều nhất là hiếp dâm người dưới 16 tuổi với 40 vụ, chiếm 40%, giảm 01 vụ (−2,4%) so với"
        " năm 2021; tiếp đến là trộm cắp (30 vụ, tăng 10 vụ)."
    )
    assert "đều nằm trong dao động ngẫu nhiên" in second


def test_changes_beyond_chance_are_named():
    now = {
        "recorded.theft": recorded(90, 20, "recorded.theft", p_value=0.00001),
        "recorded.rape": recorded(10, 60, "recorded.rape", p_value=0.00002),
    }
    assert sentences(offences(inputs(now), NAMES))[1] == (
        "So với năm 2021, tăng vượt quá dao động ngẫu nhiên thông thường: trộm cắp; giảm vượt quá dao động ngẫu nhiên"
        " thông thường: hiếp dâm người dưới 16 tuổi."
    )


def test_a_single_offence_makes_no_sentence():
    assert not list(offences(inputs({"recorded.theft": figure(9)}), NAMES))


EARLIER = SimpleNamespace(as_of=date(2022, 1, 5), short="old123", digest="b" * 64)


def correction(before, after, causes=()):
    label = Text("Số vụ, năm 2021", "Cases, 2021")
    return Correction(label, EARLIER, figure(before, name="x"), figure(after, name="y"), causes)


def test_corrections_tell_both_numbers_and_the_causes():
    causes = ((Text("bản ghi đến muộn", "late record"), 7), (Text("đính chính", "correction"), 0), (Text("b", "b"), -3))
    lines = sentences(corrections(inputs(corrections=(correction(602, 606, causes), correction(5, 5)))))
    assert lines == [
        "Những số liệu sau đây khác với số đã báo cáo theo bản chốt ngày 05/01/2022 (old123):",
        "Số vụ, năm 2021 | 602 | 606 | +4 | bản ghi đến muộn: +7; b: −3",
    ]


def test_unchanged_figures_are_said_to_be_so():
    (text,) = sentences(corrections(inputs(corrections=(correction(5, 5), correction(None, 5)))))
    assert text == "Không có số liệu nào thay đổi so với bản chốt ngày 05/01/2022 (old123)."


def test_without_an_earlier_seal_there_is_nothing_to_correct():
    (text,) = sentences(corrections(inputs()))
    assert text.startswith("Chưa có bản chốt nào trước đây")


def intake(**more):
    given = {"loads": 3, "read": 1200, "accepted": 1190, "rejected": 9, "duplicate": 1, "superseded": 0, **more}
    return Intake(**given)


def test_limits_tell_how_the_records_came_in_and_what_was_not_drawn():
    rules = (RuleLine("R1", "warning", Text("Cảnh báo 1", "Warning 1"), 5), RuleLine("R2", "error", Text("L", "E"), 9))
    lines = sentences(limits(inputs(intake=intake(rules=rules)), NO_PICTURES))
    assert "Đã đọc 1.200 dòng từ 03 lần nạp: nhận 1.190 dòng, loại 09 dòng, 01 dòng trùng lặp." in lines
    assert "Báo cáo không có bản đồ: thiếu." in lines
    assert lines[-2:] == ["R2 | L | loại | 9", "R1 | Cảnh báo 1 | cảnh báo | 5"]


def test_limits_tell_what_is_incomplete_or_carried_over():
    lines = sentences(limits(inputs(begins=date(2018, 12, 1), restated=True), NO_PICTURES))
    assert any("từ tháng bắt đầu ngày 01/12/2018" in text for text in lines)
    assert any("quy đổi" in text for text in lines)


def test_nothing_rejected_is_said_in_words():
    given = intake(accepted=1200, rejected=0, duplicate=0, superseded=4)
    lines = sentences(limits(inputs(intake=given, language="en"), NO_PICTURES))
    expected = (
        "1,200 rows were read in 3 loads: all accepted, none rejected or duplicate; of them, 4 replaced an earlier"
    )
    assert any(text.startswith(expected) for text in lines)


def test_directions_are_the_offices_own_words():
    blocks = list(directions("# Mục tiêu\n- Giảm 5%.\n- Hai.\n\nKết.\n1. Một.", "vi"))
    assert [plain(block.text) for block in blocks if isinstance(block, Heading)] == [
        "Phương hướng, nhiệm vụ",
        "Mục tiêu",
    ]
    assert sentences(blocks) == ["Giảm 5%.", "Hai.", "Kết.", "Một."]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_missing_directions_are_said(language):
    (text,) = sentences(directions("", language))
    assert text

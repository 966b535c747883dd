"""The demonstration's report of 2023, from records alone: targets, registers, campaigns, signals; all of it traces."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from tests.documents.test_report_proofs import PARTS, changed, spots_of
from tongket import pipeline
from tongket.model.errors import FigureError
from tongket.model.figures import Figure
from tongket.model.text import LANGUAGES, Language
from tongket.plan.items import ItemKind, State
from tongket.proof.own import proof_own
from tongket.report.content.making import Composed, Made, compose_report, order_of
from tongket.report.document import Block, BulletList, Heading, MapBlock, Paragraph, Table
from tongket.report.printed import printed_lines
from tongket.report.spans import plain
from tongket.store.book import Book, read_book
from tongket.store.seals import read_seal

PERIOD, SEAL = "mps:2023", "2024-01-05"
WATCHED = date(2023, 8, 20)  # of the week in which the demonstration has a cluster of thefts


@pytest.fixture(scope="module")
def book(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Return a copy that has been watched: a report writes into the ledger of its book."""
    copy = tmp_path_factory.mktemp("promises") / "can-tho"
    shutil.copytree(demonstration, copy, ignore=shutil.ignore_patterns("sources"))
    found = read_book(copy)
    pipeline.enter_signals(pipeline.watch(found, WATCHED))
    return found


@pytest.fixture(scope="module")
def made(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("vi")
    return pipeline.report(book, SEAL, period=PERIOD, formats=("docx",), language="vi", directory=folder)


def composed(book: Book, language: Language, period: str = PERIOD) -> Composed:
    seal = read_seal(book, SEAL)
    order = order_of(book, seal, period=period, against=(), language=language, formats=("html",))
    return compose_report(book, seal, order, lambda _: None)


@pytest.fixture(scope="module")
def reports(book: Book, made: Made) -> dict[str, tuple[Block, ...]]:
    english = composed(book, "en").document
    return {"vi": (*made.document.blocks, *_annexed(made.document)), "en": (*english.blocks, *_annexed(english))}


def _annexed(document: object) -> list[Block]:
    return [block for annex in document.annexes for block in (Heading(2, annex.title), *annex.blocks)]  # type: ignore[attr-defined]


def section(blocks: tuple[Block, ...], title: str) -> list[Block]:
    """Return what stands under a heading."""
    start = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and plain(block.text) == title)
    found: list[Block] = []
    for block in blocks[start + 1 :]:
        if isinstance(block, Heading):
            break
        found.append(block)
    return found


def words(blocks: list[Block]) -> str:
    return " ".join(plain(block.spans) for block in blocks if isinstance(block, Paragraph))


def tables(blocks: list[Block]) -> list[list[list[str]]]:
    found = [block for block in blocks if isinstance(block, Table)]
    return [[[plain(cell) for cell in row.cells] for row in each.rows] for each in found]


TITLES = {
    "campaigns": ("Cao điểm tấn công, trấn áp tội phạm", "Peak campaigns"),
    "wanted": ("Truy nã, truy bắt", "Wanted persons"),
    "project": ("Quản lý hành chính về trật tự xã hội; Đề án 06", "Administration; Project 06"),
    "registers": ("Thực hiện chỉ đạo, trả lời kiến nghị cử tri, thanh tra", "Directives, petitions, inspections"),
    "targets": ("Thực hiện các chỉ tiêu được giao", "Assigned targets"),
    "deadlines": ("Tiến độ, thời hạn thực hiện nhiệm vụ", "Deadlines"),
    "late": ("VIỆC QUÁ HẠN, SẮP ĐẾN HẠN", "LATE AND DUE SOON"),
    "signals": ("TÍN HIỆU THEO DÕI", "SIGNALS"),
}


def of(reports: dict[str, tuple[Block, ...]], name: str, language: Language) -> list[Block]:
    return section(reports[language], TITLES[name][LANGUAGES.index(language)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_six_campaigns_have_a_verdict_each(reports: dict[str, tuple[Block, ...]], language: Language) -> None:
    blocks = of(reports, "campaigns", language)
    (listed,) = (block for block in blocks if isinstance(block, BulletList))
    verdicts = [plain(item) for item in listed.items]
    assert len(verdicts) == 6
    interval = "khoảng tin cậy 90%" if language == "vi" else "90% interval"
    assert all(interval in verdict and verdict.count(". ") == 0 for verdict in verdicts)
    fell, told = (
        ("giảm nhiều hơn nơi so sánh", "chưa kết luận") if language == "vi" else ("it fell by", "cannot be told")
    )
    assert sum(fell in verdict for verdict in verdicts) == 1
    assert sum(told in verdict for verdict in verdicts) == 2  # nothing found is told as well


@pytest.mark.parametrize("language", LANGUAGES)
def test_targets_stand_with_their_funnel(reports: dict[str, tuple[Block, ...]], language: Language) -> None:
    (judged,) = tables(of(reports, "targets", language))
    assert [len(row) for row in judged].count(1) == 2  # met, missed
    assert len(judged) == 2 + 9
    cards, accounts = tables(of(reports, "project", language))
    assert [len(cards), len(accounts)] == [3, 4]
    assert accounts[-1][1:] == (
        ["432.000", "432.000", "100%", "93,1%"] if language == "vi" else ["432,000", "432,000", "100%", "93.1%"]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_wanted_notices_add_up(reports: dict[str, tuple[Block, ...]], language: Language) -> None:
    ((*rows,),) = tables(of(reports, "wanted", language))
    flows = [[int(cell) for cell in row[1:]] for row in rows]
    assert all(first + new - sum(ended) == last for first, new, *ended, last in flows)
    assert [sum(column) for column in zip(*flows[1:], strict=True)] == flows[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_registers_say_what_is_late(reports: dict[str, tuple[Block, ...]], language: Language) -> None:
    blocks = of(reports, "registers", language)
    text, (batches,) = words(blocks), tables(blocks)
    assert re.search(r"24 nhiệm vụ.* 02 nhiệm vụ hoàn thành sau hạn|24 directives.* and 2 late", text)
    assert re.search(r"17/18 \(94[,.]4%\)", text)
    assert [row[0] for row in batches] == ["TXCT-2022-12", "TXCT-2023-07", "TXCT-2023-12"]
    assert sum(int(row[1]) for row in batches) == 42
    assert [row[-2] for row in batches] == ["1", "2", "0"]
    (states,) = tables(of(reports, "deadlines", language))
    (late,) = tables(of(reports, "late", language))
    listed = [row for row in late if len(row) > 1]
    told = [states[n] for n in (0, 1, 2, 4)]  # targets, directives, petitions, inspections: listed one by one
    assert len(listed) == sum(int(cell) for row in told for cell in row[1:3])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_planted_cluster_is_among_the_signals(reports: dict[str, tuple[Block, ...]], language: Language) -> None:
    blocks = of(reports, "signals", language)
    (drawn,) = (block for block in blocks if isinstance(block, MapBlock))
    assert "<svg" in drawn.svg
    (rows,) = tables(blocks)
    clusters = [row for row in rows if row[2].startswith(("Chùm", "Cluster"))]
    assert any("Lê Bình" in row[3] or "Le Binh" in row[3] for row in clusters)
    assert all(row[4].endswith("20/08/2023") for row in clusters)


# numbers that are worked out of other figures; each of those is printed or traced itself
RECKONED = {"evaluate.expected", "evaluate.effect", "evaluate.power", "evaluate.detectable"}
# a stock is notices issued less notices ended; a share of units rests on inspections
NO_COUNT = ("plan.wanted.", "plan.inspections.", "plan.target.", *RECKONED)


def test_every_kind_of_derived_number_traces_to_its_records(book: Book, made: Made) -> None:
    kinds: dict[str, list[Figure]] = defaultdict(list)
    for figure in made.figures:
        if figure.indicator.startswith(("plan.", "evaluate.")):
            kinds[figure.indicator].append(figure)
    assert len(kinds) > 25
    assert {kind.partition(".")[0] for kind in kinds} == {"plan", "evaluate"}
    for kind, figures in kinds.items():
        figure = next((each for each in figures if each.value), figures[0])
        traced = pipeline.trace(book, figure.id, 1)
        records = [number.records for number in traced.numbers]
        if kind in RECKONED:
            rests = re.findall(r"F[0-9a-f]{16}", traced.definition)
            assert rests, kind
            assert pipeline.trace(book, rests[0], 1).numbers[0].records > 0, kind
        elif kind.startswith(NO_COUNT):
            assert min(records) > 0, kind
        elif figure.numerator is not None:
            assert records == [figure.numerator, figure.denominator], kind
        else:
            assert records == [figure.value], kind


def test_the_stock_of_wanted_notices_is_those_issued_less_those_ended(book: Book, made: Made) -> None:
    figure = next(each for each in made.figures if each.indicator == "plan.wanted.over_1_years")
    issued, ended = (number.records for number in pipeline.trace(book, figure.id, 1).numbers)
    assert issued - ended == figure.denominator


def test_a_changed_digit_of_these_sections_is_refused(made: Made, tmp_path: Path) -> None:
    parts, spots = spots_of(made.paths[0])
    text = parts[PARTS[0]].decode()
    lines = printed_lines(made.document, made.cards)
    # of a funnel, a batch, a target, a legal limit, a verdict, a signal; each the whole text of a run
    for mark in ("471.500", "TXCT-2023-07", "77,3%", "1.202", "\N{MINUS SIGN}74%", "20/08/2023"):
        start = text.index(f">{mark}<")
        at = next(place for name, place in spots if name == PARTS[0] and place >= start)
        path = changed(parts, PARTS[0], at, 3, tmp_path / "changed.docx")
        with pytest.raises(FigureError, match=r"changed\.docx"):
            proof_own([path], lines, lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_running_target_says_where_it_will_stand(book: Book, language: Language) -> None:
    found = composed(book, language, "mps:2023-H1")
    blocks = section(found.document.blocks, TITLES["targets"][LANGUAGES.index(language)])
    assert re.search(r"09 chỉ tiêu được giao chưa đến hạn|9 targets are not due yet", words(blocks))
    (listed,) = (block for block in blocks if isinstance(block, BulletList))
    told = [plain(item) for item in listed.items]
    pattern = r"≥ 432[.,]000\): .+ \d{3}[.,]\d{3} \(.*80%.*: \d{3}[.,]\d{3} .+ \d{3}[.,]\d{3}\), .+ \d{1,2}%"
    assert sum(re.search(pattern, text) is not None for text in told) == 1
    assert not any(re.search(r"\b(0|100)%;", text) for text in told)
    paced = [each for each in found.figures if each.indicator.startswith("plan.pace.")]
    assert {each.indicator for each in paced} == {"plan.pace.projected", "plan.pace.probability"}
    items = found.inputs.promises.facts.board.items  # type: ignore[union-attr]
    assert {each.state for each in items if each.kind is ItemKind.TARGET} == {State.ON_THE_WAY}

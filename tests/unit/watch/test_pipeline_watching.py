import json
from datetime import date, timedelta

import pytest

from tests.unit.close.books import change_book, load
from tests.unit.watch.watched_books import CLUSTER, LAST, WHERE, cases, watched_book
from tongket import pipeline
from tongket.model.errors import BookError, UsageError
from tongket.model.seals import Status
from tongket.store.book import read_book
from tongket.watch.signals import Kind


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return watched_book(tmp_path_factory.mktemp("watched"))


@pytest.fixture(scope="module")
def watched(book):
    return pipeline.watch(book, LAST)


def test_the_cluster_put_in_is_found_where_and_when_it_is(watched):
    clusters = [one for one in watched.result.signals if one.kind is Kind.CLUSTER]
    assert len(clusters) == 1
    found = clusters[0]
    assert found.where.areas == (WHERE,)
    assert found.observed >= CLUSTER
    assert found.relative_risk > 3
    assert LAST - timedelta(days=14) <= found.start <= found.end == LAST
    assert found.recurrence_interval_days >= 365
    assert len(watched.result.members[found.id]) == found.observed


def test_the_surge_of_its_ward_is_found_too(watched):
    surges = [one for one in watched.result.signals if one.kind is Kind.SURGE]
    assert any(one.where.areas == (WHERE,) and dict(one.what) == {"offence": "173"} for one in surges)


def test_without_the_cluster_there_is_none(tmp_path):
    result = pipeline.watch(watched_book(tmp_path, cluster=0), LAST).result
    assert [one for one in result.signals if one.kind is Kind.CLUSTER] == []


def test_hot_spots_are_judged_on_days_they_had_not_seen(watched):
    (layer,) = watched.result.hot_spots
    assert layer.held_out_from == LAST - timedelta(days=59)
    assert {one.name for one in layer.accuracy} == {"counts", "kde_quartic", "kde_gaussian", "kde_adaptive", "gi_star"}
    assert all(0 <= one.pei <= 1 + 1e-9 for one in layer.accuracy)


def test_what_is_recorded_later_changes_nothing(tmp_path):
    day = LAST - timedelta(days=21)
    whole, early = watched_book(tmp_path / "a"), watched_book(tmp_path / "b", cluster=0)
    assert pipeline.watch(whole, day).result.to_json() == pipeline.watch(early, day).result.to_json()


def test_a_seal_of_the_day_is_what_signals_rest_on(book):
    sealed = watched_book(book.path.parent / "sealed")
    seal = pipeline.close(sealed, as_of=LAST, status=Status.PRELIMINARY).seal
    watched = pipeline.watch(sealed, LAST)
    assert (watched.basis, watched.seal) == ("seal", seal)
    assert pipeline.watch(book, LAST).result.to_json() == watched.result.to_json()
    assert pipeline.enter_signals(watched) == len(watched.result.signals)
    assert pipeline.enter_signals(watched) == 0


def test_a_changed_seal_is_refused(tmp_path):
    sealed = watched_book(tmp_path)
    seal = pipeline.close(sealed, as_of=LAST, status=Status.PRELIMINARY).seal
    file = sealed.seals / seal.digest / "cases.parquet"
    file.write_bytes(file.read_bytes()[:-9] + b"\0" * 9)
    with pytest.raises(Exception, match=seal.digest[:12]):
        pipeline.watch(sealed, LAST)


def test_every_number_of_a_signal_traces_to_its_records(tmp_path):
    sealed = watched_book(tmp_path)
    pipeline.close(sealed, as_of=LAST, status=Status.PRELIMINARY)
    watched = pipeline.watch(sealed, LAST)
    pipeline.enter_signals(watched)
    assert watched.result.signals
    for signal in watched.result.signals:
        observed, expected, risk = watched.figures[signal.id]
        assert observed.figure.value == signal.observed
        assert float(expected.figure.value) == pytest.approx(signal.expected)
        assert float(risk.figure.value) == pytest.approx(signal.relative_risk)
        traced = pipeline.trace(sealed, observed.figure.id, 1)
        if signal.kind is not Kind.NEAR_REPEAT:  # whose observed number is one of pairs
            assert traced.numbers[0].records == signal.observed


def test_indices_of_hot_spots_are_figures(tmp_path):
    from tongket.watch.figures import derive_accuracy
    from tongket.watch.settings import settings_of

    sealed = watched_book(tmp_path)
    seal = pipeline.close(sealed, as_of=LAST, status=Status.PRELIMINARY).seal
    watched = pipeline.watch(sealed, LAST)
    (layer,) = watched.result.hot_spots
    found = derive_accuracy(layer, seal, watched.names, settings_of(sealed.file.watch))
    assert len(found) == 3 * len(layer.accuracy)
    pai = next(one for one in layer.accuracy if one.name == "counts")
    assert float(found["counts", pai.share, "pai"].figure.value) == pytest.approx(pai.pai)
    assert found["gi_star", pai.share, "rri"].figure.value is None


def test_nothing_received_in_a_month_means_dates_must_do(tmp_path):
    book = watched_book(tmp_path)
    assert pipeline.watch(book, LAST).basis == "received"
    early = watched_book(tmp_path / "b", cluster=0)
    assert pipeline.watch(early, LAST - timedelta(days=1)).basis == "dated"
    with pytest.raises(BookError, match="something must be known"):
        pipeline.watch(early, LAST - timedelta(days=1), basis="received")


def test_a_day_to_come_is_refused(book):
    with pytest.raises(UsageError, match="must not lie in the future"):
        pipeline.watch(book, date(2999, 1, 1))


def test_the_page_needs_nothing_from_outside_and_says_it_is_synthetic(book, watched, tmp_path):
    page = pipeline.draw_signals(watched, tmp_path / "p.html", "vi").read_text("utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page
    assert "SỐ LIỆU MÔ PHỎNG" not in page
    path = book.path / "book.toml"
    before = path.read_text("utf-8")
    try:
        synthetic = change_book(book, ('calendar = "mps"', 'synthetic = true\ncalendar = "mps"'))
        marked = pipeline.draw_signals(pipeline.watch(synthetic, LAST), tmp_path / "s.html", "en").read_text("utf-8")
    finally:
        path.write_text(before, "utf-8")
    assert "SYNTHETIC DATA" in marked


def test_page_and_pictures_are_the_same_bytes_each_time(watched, tmp_path):
    for ending in ("html", "svg", "png"):
        first, second = (pipeline.draw_signals(watched, tmp_path / f"{n}.{ending}", "vi") for n in "ab")
        assert first.read_bytes() == second.read_bytes()
    with pytest.raises(UsageError, match=r"must end in \.html"):
        pipeline.draw_signals(watched, tmp_path / "a.pdf", "vi")


def test_geojson_has_a_place_for_every_cluster(watched, tmp_path):
    found = json.loads(pipeline.write_geojson(watched, tmp_path / "s.geojson").read_text("utf-8"))
    assert {one["id"] for one in found["features"]} >= {one.id for one in watched.result.signals}
    cluster = next(one for one in found["features"] if one["properties"]["kind"] == "cluster")
    assert cluster["geometry"]["type"] == "Polygon"


def test_the_budget_covers_detectors_that_are_not_switched_on(book):
    budgets = pipeline.watch_budget(book, LAST)
    assert {"ears_c1", "ears_c2", "ears_c3"} <= {budget.detector for _, budget in budgets.levels}
    assert all(budget.kept_per_month <= max(budget.wanted_per_month, 0.01) + 1e-9 for _, budget in budgets.levels)


def test_the_life_of_a_signal(tmp_path):
    book = watched_book(tmp_path)
    watched = pipeline.watch(book, LAST)
    pipeline.enter_signals(watched)
    id_ = watched.result.signals[0].id
    day = LAST
    for word in ("acknowledged", "looked_at", "acted", "confirmed"):
        day += timedelta(days=1)
        marked = pipeline.mark_signal(book, id_, word, by="PC02", note="tuần tra thêm", on=day)
    assert marked.life.outcome is not None
    register = pipeline.signals(read_book(book.path))
    life = next(one.life for one in register.signals if one.signal.id == id_)
    assert life == marked.life
    assert [step.by for step in life.steps] == ["watch", *["PC02"] * 4]
    detector = next(one for one in register.precision if one.detector == life.detector)
    assert (detector.confirmed, detector.share) == (1, 1.0)


def test_cases_of_another_kind_are_not_watched(tmp_path):
    book = watched_book(tmp_path)
    load(
        book, "cases", [row | {"case_id": f"x{n}", "offence": "999"} for n, row in enumerate(cases()[-CLUSTER:])], LAST
    )
    assert all(dict(one.what)["offence"] != "999" for one in pipeline.watch(book, LAST).result.signals)

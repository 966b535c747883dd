"""Warnings about places, other years and other campaigns: what else may have made a number what it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tongket.engines.contract import Span
from tongket.evaluate.cards_effects import earlier_change, usable_years
from tongket.evaluate.cards_words import both, days_text, percent, place_of
from tongket.evaluate.differences_ring import RING_TEXTS, Ring, displacement_quotient
from tongket.evaluate.series import DAY
from tongket.evaluate.series_places import Neighbourhood
from tongket.evaluate.series_study import Study
from tongket.evaluate.series_years import YEAR, length_of
from tongket.evaluate.shrinkage import FEWEST_PLACES, regression_text, regression_to_the_mean
from tongket.evaluate.warnings_kinds import Caution, Kind
from tongket.model.campaign_terms import Versus
from tongket.model.errors import FigureError
from tongket.model.text import Text


def place_warnings(study: Study, window: Span) -> Iterator[Caution]:
    """Warn of how the places were chosen, how they moved before, and of what went next door."""
    if not study.zones.treated:
        return
    yield from _regression(study)
    yield from _trend(study)
    yield from _ring(study, window)


def _regression(study: Study) -> Iterator[Caution]:
    """Warn where the places were higher than usual in the year before: they would have fallen anyway."""
    earlier = Span(study.before.start - DAY * YEAR, study.before.start - DAY)
    codes = study.zones.places.codes
    if earlier.start < study.counts.first or length_of(study.before) < YEAR:
        return
    usual = np.array([study.counts.total(earlier, [code]) for code in codes], dtype=float)
    latest = np.array([study.counts.total(study.before, [code]) for code in codes])
    chosen = np.array([code in study.zones.treated for code in codes])
    kept = usual > 0
    if not (chosen & kept).any() or kept.sum() < FEWEST_PLACES:
        return
    try:
        found = regression_to_the_mean(latest[kept], chosen[kept], exposure=usual[kept] / usual[kept].mean())
    except FigureError:
        return
    if found.counted > found.expected * 1.05:
        yield Caution(Kind.REGRESSION, regression_text(found))


def _trend(study: Study) -> Iterator[Caution]:
    """Warn where the place already moved apart from its comparison before; a rise tends to go back by itself."""
    change = earlier_change(study)
    if change is None or not bool(change.log.shows_fall | change.log.shows_rise):
        return
    moved, place = float(change.percent), place_of(study)
    yield Caution(
        Kind.TREND,
        both(
            lambda language: (
                f"Ngay trong năm trước đợt cao điểm, {place.vi} đã diễn biến khác nơi so sánh"
                f" ({percent(moved, language)} so với năm trước nữa): giả thiết hai nơi như nhau không chắc đúng."
                if language == "vi"
                else f"Already in the year before, {place.en} moved apart from the comparison"
                f" ({percent(moved, language)} on the year before that), so the two may not be alike."
            )
        ),
    )
    if bool(change.log.shows_rise) and len(study.zones.places.codes) < FEWEST_PLACES:
        yield Caution(
            Kind.REGRESSION,
            Text(
                f"Năm trước đợt, {place.vi} tăng bất thường; nếu được chọn vì đang cao thì phần giảm có thể chỉ là trở"
                " về mức thường.",
                f"In the year before, {place.en} was unusually high; if it was chosen for that, part of a fall may only"
                " be its way back to normal.",
            ),
        )


def _ring(study: Study, window: Span) -> Iterator[Caution]:
    ring = ring_of(study, window)
    if ring is None:
        return
    note = RING_TEXTS[ring]
    rough = study.zones.basis is Neighbourhood.TILES
    yield Caution(
        Kind.DISPLACEMENT,
        Text(
            f"Dịch chuyển: {note.vi}" + (" (liền kề theo sơ đồ ô)." if rough else "."),
            f"Displacement: {note.en}" + (" (neighbours by the schematic map)." if rough else "."),
        ),
    )


def ring_of(study: Study, window: Span) -> Ring | None:
    """Return what the neighbours did; None without neighbours, or without a comparison beyond them."""
    zones = study.zones
    beyond = [code for code in zones.places.codes if code not in {*zones.treated, *zones.ring}]
    if not zones.ring or not beyond:
        return None
    spans = (study.before, window)
    counts = [[study.counts.total(span, units) for span in spans] for units in (zones.treated, zones.ring, beyond)]
    try:
        return displacement_quotient(*counts).ring
    except FigureError:
        return None


def year_warnings(study: Study) -> Iterator[Caution]:
    """Warn of other years whose weeks had a campaign of the same aim."""
    excluded = [each for each in study.years if each.excluded_by is not None]
    if study.compared.versus is not Versus.YEARS or not excluded:
        return
    names = ", ".join(str(each.excluded_by) for each in excluded)
    left = max(0, len(usable_years(study)) - 1)
    yield Caution(
        Kind.SAME_AIM,
        Text(
            f"Cùng các tuần này của năm khác cũng có đợt cao điểm cùng mục tiêu ({names}); "
            + (f"còn {left} năm để so sánh." if left else "không còn năm nào để so sánh."),
            f"The same weeks of other years had campaigns with the same aim ({names}); "
            + ("one year is" if left == 1 else f"{left or 'no'} years are")
            + " left to compare with.",
        ),
    )


def campaign_warnings(study: Study) -> Iterator[Caution]:
    """Warn of campaigns on the same days, and of cases entered under several."""
    for other in study.overlaps[:3]:
        shared = days_text(other.first, other.last)
        aim = bool(other.offences)
        yield Caution(
            Kind.OVERLAP,
            Text(
                f"Trùng thời gian với {other.campaign.id} ({shared.vi})"
                + ("; cùng tội danh, không tách được tác động của từng đợt." if aim else "."),
                f"Runs beside {other.campaign.id} ({shared.en})"
                + ("; same offences, so their effects cannot be told apart." if aim else "."),
            ),
        )
    if study.cases is not None and study.cases.shared:
        parts = ", ".join(f"{name}: {n}" for name, n in study.cases.shared)
        total = study.cases.cases
        yield Caution(
            Kind.SHARED_CASES,
            Text(
                f"Trong {total} vụ ghi cho đợt này có vụ cũng ghi cho đợt khác ({parts}); không cộng các đợt với nhau.",
                f"Of the {total} cases entered under it some are entered under others too ({parts}); campaigns are"
                " never added up.",
            ),
        )

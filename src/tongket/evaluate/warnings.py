"""What stands between a number and a conclusion: warnings that look at how a campaign was chosen, counted and timed."""

from __future__ import annotations

from collections.abc import Iterator

from tongket.evaluate.cards_effects import DEFAULT_FALL, Effect
from tongket.evaluate.cards_words import both, cases_en, day_text, number, percent
from tongket.evaluate.power_study import Power
from tongket.evaluate.registration import Standing, TermChange
from tongket.evaluate.series_study import Study
from tongket.evaluate.warnings_kinds import Caution, Kind
from tongket.evaluate.warnings_places import campaign_warnings, place_warnings, year_warnings
from tongket.model.campaign_terms import Basis
from tongket.model.offences import OffenceCatalogue
from tongket.model.text import Language, Text, format_number

# Offences without anyone to report them are recorded when police look for them (ICCS): drugs, gambling and other acts
# against public regulation, counterfeit goods, weapons. More of them recorded is work done, not harm grown.
FOUND_BY_WORK = ("06", "0804", "07022", "0901")
# Registers of what the police did, not of what happened.
WORK_TABLES = frozenset(
    {"wanted_notices", "progress", "inspections", "directives", "petitions", "targets", "campaigns"}
)
WORK_COLUMNS = frozenset({"cleared_on", "persons_handled"})
COMPLETE = 0.97  # share of cases recorded from which on the last days need no warning
LIKELY = 0.80  # power below which a campaign is called too small
_WIDENED = 1.5  # dispersion worth a word; quasi-Poisson practice
_FEWEST = 5  # cases in the window before, under which ratios mean little


def activity_of(study: Study, offences: OffenceCatalogue | None) -> Kind | None:
    """Tell whether the outcome counts what the police did: wholly, in part, or not at all."""
    counted = study.counted
    if counted.table in WORK_TABLES or WORK_COLUMNS & {counted.date, counted.column or ""}:
        return Kind.ACTIVITY
    if counted.table != "cases" or offences is None:
        return None
    codes = study.outcome.offences or study.registration.offences
    if study.outcome.basis is Basis.INDICATOR:
        codes = tuple(code for each in counted.targeted if each.column == "offence" for code in each.values)
        groups = {code for each in counted.targeted if each.column == "offence_group" for code in each.values}
        codes += tuple(each.article for each in offences.offences if each.group in groups)
    found = {code for code in codes if _is_found_by_work(code, offences)}
    if not found:
        return None
    return Kind.ACTIVITY if found == set(codes) else Kind.PARTLY_ACTIVITY


def _is_found_by_work(code: str, offences: OffenceCatalogue) -> bool:
    mapping = offences.iccs_of(code)
    return mapping is not None and mapping.iccs.startswith(FOUND_BY_WORK)


def warnings_of(study: Study, effect: Effect | None, seen: Power | None, activity: Kind | None) -> tuple[Caution, ...]:
    """Return every warning of a campaign, those about its registration first.

    Parameters
    ----------
    study : Study
        What it is judged by.
    effect : Effect or None
        Its effect; None before it began.
    seen : Power or None
        What could be seen.
    activity : Kind or None
        Whether the outcome counts work, as `activity_of` says.
    """
    found = [*_registration(study), *_activity(activity), *_counting(study)]
    if activity is not Kind.ACTIVITY:
        found += _size(study, effect, seen)
    if effect is not None and study.window is not None:
        found += [*place_warnings(study, study.window), *year_warnings(study)]
    return (*found, *campaign_warnings(study))


def _registration(study: Study) -> Iterator[Caution]:
    state, start = study.state, study.registration.starts_on
    if state.changes:
        yield Caution(Kind.CHANGED, _changed(state.changes))
    if state.registered_on > start:
        days = (state.registered_on - start).days
        yield Caution(
            Kind.REGISTERED_LATE,
            Text(
                f"Đăng ký sau khi bắt đầu {days} ngày: chỉ số và nhóm so sánh có thể đã được chọn khi biết kết quả.",
                f"Registered {days} days after the start: outcome and comparison may have been chosen knowing results.",
            ),
        )
    elif state.standing is Standing.DECLARED:
        yield Caution(Kind.NOT_PROVEN, _not_proven(study))
    if not study.as_registered:
        yield Caution(
            Kind.NOT_AS_REGISTERED,
            Text(
                "Chỉ số kết quả hoặc nhóm so sánh đã đăng ký không tính được theo quy ước; dùng cách so sánh mặc định.",
                "The registered outcome or comparison cannot be counted; the default comparison is used instead.",
            ),
        )


def _changed(changes: tuple[TermChange, ...]) -> Text:
    def write(language: Language) -> str:
        parts = [
            f"{each.name} “{each.before or '–'}” → “{each.after or '–'}” ({day_text(each.on).in_language(language)})"
            for each in changes
        ]
        head = "Nội dung đăng ký đã bị sửa sau khi bắt đầu" if language == "vi" else "Changed after the start"
        return f"{head}: {'; '.join(parts)}."

    return both(write)


def _not_proven(study: Study) -> Text:
    state = study.state
    since = None if state.known_on is None else day_text(state.known_on)
    said = day_text(state.registered_on)
    if since is None:
        return Text(
            f"Sổ đăng ký ghi ngày {said.vi}; không có gì chứng minh ngày này.",
            f"The register says {said.en}; nothing proves that day.",
        )
    return Text(
        f"Sổ đăng ký ghi ngày {said.vi}, nhưng số liệu này chỉ có trong sổ từ ngày {since.vi}.",
        f"The register says {said.en}, but this book has held the entry only since {since.en}.",
    )


def _activity(kind: Kind | None) -> Iterator[Caution]:
    if kind is Kind.ACTIVITY:
        yield Caution(
            kind,
            Text(
                "Chỉ số này đo công việc đã làm (phát hiện, bắt giữ, giải quyết), không đo tình hình: tăng là làm được"
                " nhiều hơn, không phải tội phạm nhiều hơn.",
                "This outcome counts work done (detection, arrests, files settled), not harm: more of it is more work"
                " done, not more crime.",
            ),
        )
    elif kind is Kind.PARTLY_ACTIVITY:
        yield Caution(
            kind,
            Text(
                "Một phần các tội danh trọng tâm chỉ được ghi nhận khi lực lượng chủ động phát hiện; phần đó đo công"
                " việc, không đo tình hình.",
                "Some of the offences aimed at are recorded only when police look for them; that part counts work, not"
                " harm.",
            ),
        )


def _counting(study: Study) -> Iterator[Caution]:
    if study.window is not None and not study.is_whole:
        last, end = day_text(study.window.end), day_text(study.registration.ends_on)
        yield Caution(
            Kind.INCOMPLETE,
            Text(
                f"Số liệu mới có đến ngày {last.vi}, đợt cao điểm kéo dài đến {end.vi}: chưa phải kết quả cuối cùng.",
                f"Records reach to {last.en}, the campaign to {end.en}: this is not its final result.",
            ),
        )
    if study.completeness < COMPLETE:
        share = 100 * (1 - study.completeness)
        yield Caution(
            Kind.LATE_RECORDS,
            both(
                lambda language: (
                    f"Khoảng {percent(share, language, signed=False)} số vụ của đợt có thể chưa được ghi sổ (theo độ"
                    " trễ ghi nhận của năm trước); số vụ trong đợt vì vậy đang thấp hơn thực tế."
                    if language == "vi"
                    else f"About {percent(share, language, signed=False)} of the window's cases may not be recorded yet"
                    " (by last year's delays), so the number during it is still too low."
                )
            ),
        )
    if study.undated:
        yield Caution(
            Kind.UNDATED,
            Text(
                f"{study.undated} vụ ghi sổ trong đợt không rõ ngày xảy ra nên không tính vào đâu.",
                f"{cases_en(study.undated)} recorded during the campaign without a day of occurrence: in no window.",
            ),
        )
    if study.counts.restated:
        yield Caution(
            Kind.RESTATED,
            Text(
                "Địa giới đã thay đổi; một phần số vụ được quy đổi theo tỷ lệ về đơn vị hành chính của ngày bắt đầu.",
                "Boundaries changed; part of the cases was shared out to the units of the first day.",
            ),
        )


def _size(study: Study, effect: Effect | None, seen: Power | None) -> Iterator[Caution]:
    if seen is None or (effect is not None and effect.cases[0] < _FEWEST):
        n = 0 if effect is None else effect.cases[0]
        yield Caution(
            Kind.FEW_CASES,
            Text(
                f"Trước đợt cao điểm chỉ có {n} vụ: không thể nói gì bằng tỷ lệ phần trăm.",
                f"Only {cases_en(n)} before the campaign: nothing can be said in per cent.",
            ),
        )
    elif effect is not None and effect.shows_fall and seen.probability < LIKELY:
        yield Caution(
            Kind.TOO_SMALL,
            Text(
                "Với số vụ ít như vậy chỉ những mức giảm lớn mới lộ ra, nên mức giảm tìm thấy thường lớn hơn mức thật.",
                "With so few cases only large falls show, so one that is found tends to be larger than the true one.",
            ),
        )
    elif seen.probability < LIKELY:
        fall = 100 * float(study.registration.minimum_effect or DEFAULT_FALL)
        times = 100 * seen.probability
        yield Caution(
            Kind.TOO_SMALL,
            both(
                lambda language: (
                    f"Quá ít vụ để thấy mức giảm {percent(fall, language, signed=False)}: chỉ"
                    f" {number(times, language)} lần trong 100 lần là phát hiện được, nên không thấy không có nghĩa là"
                    " không có."
                    if language == "vi"
                    else f"Too few cases to see a {percent(fall, language, signed=False)} fall: it would be found"
                    f" {number(times, language)} times in 100, so not seeing one does not mean there was none."
                )
            ),
        )
    if effect is not None and effect.dispersion > _WIDENED:
        yield Caution(
            Kind.VARIES,
            both(
                lambda language: (
                    f"Số vụ dao động mạnh hơn ngẫu nhiên thuần túy {_factor(effect.dispersion, language)} lần về phương"
                    " sai; khoảng tin cậy đã được nới rộng theo mức đó."
                    if language == "vi"
                    else f"The counts vary {_factor(effect.dispersion, language)} times as much as pure chance; the"
                    " interval allows for it."
                )
            ),
        )


def _factor(value: float, language: Language) -> str:
    return format_number(round(value, 1), language, 1)

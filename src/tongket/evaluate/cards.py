"""One campaign, one card: what could be seen, what was seen, how sure that is, and what could not be known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tongket.count.derived import Derived
from tongket.evaluate.cards_effects import Effect, ladder_of, main_effect, power_of
from tongket.evaluate.cards_second import Second, second_opinions
from tongket.evaluate.cards_sentences import (
    VERDICT_TEXTS,
    Verdict,
    fixed_of,
    heading_of,
    power_sentence,
    sentence_of,
    verdict_of,
)
from tongket.evaluate.cards_words import compared_with, place_of
from tongket.evaluate.figures import figures_of
from tongket.evaluate.ladder_choice import Rung, cannot_tell
from tongket.evaluate.power_study import Power
from tongket.evaluate.reading import Campaign, CampaignCases
from tongket.evaluate.registration import RegistrationState, Standing, settle
from tongket.evaluate.series_pictures import Course, Sketch, course_of, sketch_of
from tongket.evaluate.series_study import Desk, Study, study_of
from tongket.evaluate.warnings import activity_of, warnings_of
from tongket.evaluate.warnings_kinds import Caution, Kind
from tongket.model.text import Language, Text

STANDING_TEXTS = {
    Standing.HASHED: Text(
        "đã đăng ký và ghi vào chuỗi mã băm trước khi bắt đầu", "registered and hashed before the start"
    ),
    Standing.DECLARED: Text(
        "đăng ký trước khi bắt đầu theo sổ đăng ký", "registered before the start, as the register says"
    ),
    Standing.LATE: Text("đăng ký sau khi bắt đầu", "registered after the start"),
    Standing.CHANGED: Text("nội dung đăng ký bị sửa sau khi bắt đầu", "changed after the start"),
}


@dataclass(frozen=True)
class Card:
    """Hold all that is said of one campaign.

    Attributes
    ----------
    campaign_id, name : str
        As registered.
    first, last : date
        The window, both days included.
    heading, place, outcome, compared : Text
        Name with days and place; where; what it is judged by; what that is compared with.
    state : RegistrationState
        When it was registered, how that is known, what was changed.
    minimum_effect : Decimal or None
        Smallest relative fall worth having, as registered.
    verdict : Verdict
        What may be concluded.
    power_sentence, sentence : Text
        What could have been seen, to be read first; the verdict in one sentence.
    effect : Effect or None
        By the registered comparison; None before the start.
    power : Power or None
        What could be seen; None where nothing was counted before.
    second : tuple of Second
        Other comparisons, for a full card.
    cautions : tuple of Caution
        Warnings.
    unknown : tuple of Text
        What could not be known.
    cases : CampaignCases or None
        Cases entered under it; never added to those of another.
    course : Course
        Weeks for the picture.
    sketch : Sketch or None
        Places for the map.
    figures : tuple of Derived
        Every number above, for the ledger.
    fixed : tuple of (str, str)
        Digits of both sentences that are no measurement, with what they are: lengths of windows, the level of an
        interval. Every other number in them is one of `figures`.
    """

    campaign_id: str
    name: str
    first: date
    last: date
    heading: Text
    place: Text
    outcome: Text
    compared: Text
    state: RegistrationState
    minimum_effect: Decimal | None
    verdict: Verdict
    power_sentence: Text
    sentence: Text
    effect: Effect | None
    power: Power | None
    second: tuple[Second, ...]
    cautions: tuple[Caution, ...]
    unknown: tuple[Text, ...]
    cases: CampaignCases | None
    course: Course
    sketch: Sketch | None
    figures: tuple[Derived, ...]
    fixed: tuple[tuple[str, str], ...]

    def figure(self, name: str) -> Derived | None:
        """Return one of the card's numbers: ``cases.during``, ``effect``, ``power`` and so on; None without it."""
        return next((each for each in self.figures if each.figure.indicator == f"evaluate.{name}"), None)

    def lines(self, language: Language) -> tuple[str, ...]:
        """Return the card as lines of text."""
        return tuple(_lines(self, language))

    def to_json(self) -> dict[str, Any]:
        """Return the card as plain values."""
        return card_json(self)


def card_of(desk: Desk, campaign: Campaign, statements: tuple[Any, ...], *, full: bool = True) -> Card:
    """Judge one campaign.

    Parameters
    ----------
    desk : Desk
        Seal, engine, codes.
    campaign : Campaign
        Of the register.
    statements : tuple of Statement
        Everything the book ever held of its registration.
    full : bool
        Whether to fit models for a second opinion; a report needs only the verdict.

    Returns
    -------
    Card
        Everything said of it, and the figures to enter in the ledger.

    Raises
    ------
    DefinitionError
        If its outcome cannot be counted, or nothing was recorded before its start.
    """
    registration, state = settle(campaign.registration, statements)
    study = study_of(desk, campaign, registration, state)
    effect = main_effect(study, study.window) if study.window is not None else None
    activity = activity_of(study, desk.listed_offences)
    # of work done nobody hopes for a fall
    seen = None if activity is Kind.ACTIVITY else power_of(study, effect)
    verdict = verdict_of(study, effect, activity)
    return Card(
        campaign_id=campaign.id,
        name=campaign.name,
        first=registration.starts_on,
        last=registration.ends_on,
        heading=heading_of(study),
        place=place_of(study),
        outcome=study.counted.label,
        compared=compared_with(study, effect),
        state=state,
        minimum_effect=registration.minimum_effect,
        verdict=verdict,
        power_sentence=power_sentence(seen, activity),
        sentence=sentence_of(study, effect, verdict),
        effect=effect,
        power=seen,
        second=second_opinions(study, effect) if full and effect is not None else (),
        cautions=warnings_of(study, effect, seen, activity),
        unknown=tuple(_unknown(study, effect)),
        cases=study.cases,
        course=course_of(study, effect),
        sketch=sketch_of(study),
        figures=figures_of(study, effect, seen, desk.seal),
        fixed=fixed_of(study, effect, seen),
    )


def _unknown(study: Study, effect: Effect | None) -> Iterator[Text]:
    """Yield what no number of the card can tell."""
    choice = ladder_of(study)
    if effect is not None:
        yield cannot_tell(effect.rung)
        stronger = [each for each in choice.passed_over if list(Rung).index(each[0]) < list(Rung).index(effect.rung)]
        for _, reason in stronger[-1:]:
            yield Text(f"so sánh mạnh hơn không làm được: {reason.vi}", f"no stronger comparison: {reason.en}")
    if study.counted.table == "cases":
        yield Text(
            "vụ không trình báo, không được ghi sổ thì không có trong số liệu",
            "what was neither reported nor recorded is not in the numbers",
        )
    yield Text(
        "lực lượng, thời gian, địa điểm thực tế triển khai không có trong số liệu",
        "how many officers worked where and when is not in the records",
    )


def _lines(card: Card, language: Language) -> Iterator[str]:
    def words(vi: str, en: str) -> str:
        return vi if language == "vi" else en

    yield f"{card.campaign_id}  {card.heading.in_language(language)}"
    yield card.power_sentence.in_language(language)
    verdict = VERDICT_TEXTS[card.verdict].in_language(language)
    yield f"{words('Kết luận', 'Verdict')} [{verdict}]: {card.sentence.in_language(language)}"
    yield f"{words('Đánh giá bằng', 'Judged by')}: {card.outcome.in_language(language)}"
    yield f"{words('So sánh với', 'Compared with')}: {card.compared.in_language(language)}"
    yield f"{words('Đăng ký', 'Registration')}: {STANDING_TEXTS[card.state.standing].in_language(language)}"
    for each in card.second:
        yield f"{words('Cách khác', 'Second opinion')}: {each.in_language(language)}"
    for caution in card.cautions:
        yield f"! {caution.text.in_language(language)}"
    for text in card.unknown:
        yield f"? {words('Không biết được', 'Not to be known')}: {text.in_language(language)}"


def card_json(card: Card) -> dict[str, Any]:
    """Return a card as plain values; numbers stand under the id of their figure."""
    return {
        "campaign": card.campaign_id,
        "name": card.name,
        "first": card.first.isoformat(),
        "last": card.last.isoformat(),
        "place_vi": card.place.vi,
        "place_en": card.place.en,
        "outcome_vi": card.outcome.vi,
        "outcome_en": card.outcome.en,
        "compared_vi": card.compared.vi,
        "compared_en": card.compared.en,
        "registration": _state_json(card.state),
        "minimum_effect": None if card.minimum_effect is None else f"{card.minimum_effect.normalize():f}",
        "verdict": card.verdict.value,
        "method": None if card.effect is None else card.effect.rung.value,
        "power_vi": card.power_sentence.vi,
        "power_en": card.power_sentence.en,
        "sentence_vi": card.sentence.vi,
        "sentence_en": card.sentence.en,
        "figures": [
            {
                "id": each.figure.id,
                "indicator": each.figure.indicator,
                "value": None if each.figure.value is None else str(each.figure.value),
                "lower": each.figure.lower,
                "upper": each.figure.upper,
            }
            for each in card.figures
        ],
        "second": [each.to_json() for each in card.second],
        "warnings": [{"kind": each.kind.value, "vi": each.text.vi, "en": each.text.en} for each in card.cautions],
        "unknown": [{"vi": each.vi, "en": each.en} for each in card.unknown],
        "cases": None if card.cases is None else card.cases.cases,
    }


def _state_json(state: RegistrationState) -> dict[str, Any]:
    return {
        "standing": state.standing.value,
        "registered_on": state.registered_on.isoformat(),
        "known_on": None if state.known_on is None else state.known_on.isoformat(),
        "hashed_on": None if state.hashed_on is None else state.hashed_on.isoformat(),
        "entry": state.link,
        "changes": [
            {"term": each.name, "before": each.before, "after": each.after, "on": each.on.isoformat()}
            for each in state.changes
        ],
    }


__all__ = ["STANDING_TEXTS", "Card", "Kind", "card_json", "card_of"]

"""Write passages whose every number is known: templates × number forms. Imports nothing from tongket."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass
class Fact:
    """Hold one number of a passage: where it stands, what it is, and, for a per cent, what it must be."""

    start: int
    end: int
    kind: str
    value: Fraction
    digits: tuple[int, int] = (0, 0)
    decimals: int = 0
    true: Fraction | None = None
    hedge: str | None = None


@dataclass
class Passage:
    """Hold a text under construction and its facts."""

    language: str
    rng: random.Random
    text: str = ""
    facts: list[Fact] = field(default_factory=list)

    def say(self, words: str) -> Passage:
        self.text += words
        return self

    def number(self, value: int, padded: bool = False) -> str:
        digits = f"{value:,}" if value >= 1000 else f"{value:02d}" if padded else str(value)
        return digits.replace(",", ".") if self.language == "vi" else digits

    def decimal(self, value: Fraction, decimals: int) -> str:
        scaled = str(int(half_up(abs(value), decimals) * 10**decimals)).rjust(decimals + 1, "0")
        whole, rest = (scaled[:-decimals], "." + scaled[-decimals:]) if decimals else (scaled, "")
        text = f"{int(whole):,}{rest}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "vi" else text

    def fact(
        self, before: str, digits: str, after: str, kind: str, value: Fraction, **more: object
    ) -> Passage:
        start = len(self.text)
        self.text += before + digits + after
        where = (start + len(before), start + len(before) + len(digits))
        self.facts.append(Fact(start, len(self.text), kind, value, where, **more))  # type: ignore[arg-type]
        return self

    def count(
        self, value: int, unit: str, kind: str = "count", before: str = "", padded: bool = False
    ) -> Passage:
        return self.fact(before, self.number(value, padded), f" {unit}", kind, Fraction(value))

    def change(self, word: str, value: int, unit: str, padded: bool = False) -> Passage:
        return self.fact(
            f"{word} ", self.number(abs(value), padded), f" {unit}", "change_abs", Fraction(value)
        )

    def percent(
        self,
        true: Fraction,
        kind: str,
        decimals: int,
        before: str = "",
        after: str = "%",
        hedge: str | None = None,
    ) -> Passage:
        printed = half_up(abs(true), decimals) * (-1 if true < 0 else 1)
        return self.fact(
            before,
            self.decimal(true, decimals),
            after,
            kind,
            printed,
            decimals=decimals,
            true=true,
            hedge=hedge,
        )


def half_up(value: Fraction, decimals: int) -> Fraction:
    """Round half up, the slow way."""
    scaled = value * 10**decimals
    whole = scaled.numerator // scaled.denominator
    return Fraction(whole + (scaled - whole >= Fraction(1, 2)), 10**decimals)


_PLACES = (
    "thành phố Cần Thơ",
    "tỉnh Sóc Trăng",
    "toàn thành phố",
    "tỉnh Hậu Giang",
    "địa bàn tỉnh",
    "quận Ninh Kiều",
)
_OFFENCES = (
    "phạm tội về trật tự xã hội",
    "trộm cắp tài sản",
    "cố ý gây thương tích",
    "vi phạm về ma túy",
    "lừa đảo chiếm đoạt tài sản",
    "cướp giật tài sản",
)
_PERIODS = (
    ("Năm 2022", "năm 2021"),
    ("6 tháng đầu năm 2024", "cùng kỳ năm 2023"),
    ("Tháng 5/2025", "tháng 4/2025"),
    ("Quý III/2020", "cùng kỳ năm trước"),
    ("9 tháng năm 2018", "cùng kỳ"),
)
_CLEARED = (
    ("đã làm rõ", "tỷ lệ làm rõ"),
    ("khám phá", "tỷ lệ khám phá"),
    ("điều tra làm rõ", "tỷ lệ điều tra, khám phá"),
)
_NOISE = (
    "Thực hiện Kế hoạch số 12/KH-CAT ngày 15/3/2022, lực lượng PC02 đã tham mưu triển khai 3 giải pháp. ",
    "Căn cứ Nghị định 62/2024/NĐ-CP và khoản 2 Điều 134, đơn vị đã phân công cán bộ. ",
    "Hội nghị ngày 16-10-2025 diễn ra lúc 7 giờ 30 tại phường 5. ",
    "Cả 3 tiêu chí đều đạt yêu cầu trong năm thứ 5 liên tiếp. ",
    "Đối tượng dưới 16 tuổi được giao gia đình quản lý trong 6 tháng. ",
)
_NOISE_EN = (
    "Under Decree 62/2024/ND-CP of 15 March 2024, 3 measures were taken. ",
    "The meeting of 12 October 2023 lasted 2 hours. ",
    "Article 134, clause 2 applies to children under 16. ",
)


def _signs(rng: random.Random, change: Fraction | int) -> str:
    sign = "-" if change < 0 else "+"
    return rng.choice((sign, sign + " ", "" if rng.random() < 0.3 else sign))


def _word(change: int) -> str:
    return "tăng" if change >= 0 else "giảm"


def _levels(rng: random.Random, low: int = 20, high: int = 5000) -> tuple[int, int]:
    base = int(low * (high / low) ** rng.random())
    current = max(2, int(base * rng.uniform(0.55, 1.6)))
    return (current, base) if current != base else (current + 1, base)


def bulletin(p: Passage) -> None:
    """Level, difference with per cent in brackets, cleared cases, persons, rate."""
    rng, (current, base) = p.rng, _levels(p.rng)
    period, against = rng.choice(_PERIODS)
    cleared = rng.randint(max(1, current // 2), current)
    verb, rate = rng.choice(_CLEARED)
    d = rng.choice((0, 1, 2, 2))
    p.say(f"{period}, {rng.choice(_PLACES)} xảy ra ").count(current, "vụ").say(f" {rng.choice(_OFFENCES)}, ")
    change = current - base
    p.change(_word(change), change, "vụ", padded=True).say(" (").percent(
        Fraction(100 * change, base), "change_pct", d, _signs(rng, change)
    )
    p.say(f") so với {against}; {verb} ").count(cleared, "vụ").say(", xử lý ").count(
        cleared + rng.randint(1, 900), "đối tượng", "people"
    )
    p.say(f"; {rate} đạt ").percent(Fraction(100 * cleared, current), "rate_pct", d).say(". ")


def ministry(p: Passage) -> None:
    """Levels first, then all differences in a second sentence."""
    rng = p.rng
    period, against = rng.choice(_PERIODS)
    (a, a0), (b, b0), (c, c0) = _levels(rng, 200), _levels(rng, 200), _levels(rng, 200)
    a, a0 = max(a, b), max(a0, b0) + (a == max(a0, b0) or max(a, b) == max(a0, b0))
    d = rng.choice((1, 2, 2))
    p.say(f"{period}, phát hiện ").count(a, "vụ").say(" phạm tội về trật tự xã hội; khám phá ").count(b, "vụ")
    p.say("; xử lý ").count(c, "đối tượng", "people").say(f". So với {against}, số vụ phát hiện ")
    for level, base, unit, lead in (
        (a, a0, "vụ", ""),
        (b, b0, "vụ", ", số vụ khám phá "),
        (c, c0, "đối tượng", ", số đối tượng bị xử lý "),
    ):
        change = level - base
        p.say(lead).change(_word(change), change, unit).say(" (").percent(
            Fraction(100 * change, base), "change_pct", d, _signs(rng, change)
        ).say(")")
    p.say(". ")


def fraction(p: Passage) -> None:
    """A pair with its rate: `khám phá 51/61 vụ (tỷ lệ 83,6%)`."""
    whole = p.rng.randint(12, 900)
    part = p.rng.randint(whole // 2, whole)
    p.say("Trong kỳ, đơn vị khám phá ")
    p.fact("", f"{part}/{whole}", " vụ", "ratio_pair", Fraction(part)).say(
        f" {p.rng.choice(_OFFENCES)} (đạt tỷ lệ "
    )
    p.percent(Fraction(100 * part, whole), "rate_pct", p.rng.choice((0, 1, 2))).say("). ")


def traffic(p: Passage) -> None:
    """Accidents, killed, injured, then their differences in the same order."""
    rng = p.rng
    rows = [_levels(rng, 8, 300) for _ in range(3)]
    units = ("vụ", "người chết", "người bị thương")
    p.say("Tai nạn giao thông: xảy ra ")
    for at, ((level, _), unit) in enumerate(zip(rows, units, strict=True)):
        p.say(", làm " if at == 1 else ", " if at else "").count(level, unit, "people" if at else "count")
    p.say("; so với cùng kỳ ")
    for at, ((level, base), unit) in enumerate(zip(rows, units, strict=True)):
        change = level - base
        p.say(", " if at else "").change(_word(change), change, unit).say(" (")
        p.percent(Fraction(100 * change, base), "change_pct", rng.choice((0, 1, 2)), _signs(rng, change)).say(
            ")"
        )
    p.say(". ")


def parts(p: Passage) -> None:
    """A complete list, or one that says it is not."""
    rng = p.rng
    numbers = [rng.randint(3, 700) for _ in range(rng.randint(3, 6))]
    names = rng.sample(
        [
            "trộm cắp",
            "cướp giật",
            "đánh bạc",
            "gây rối",
            "lừa đảo",
            "hủy hoại tài sản",
            "cố ý gây thương tích",
        ],
        len(numbers),
    )
    complete = rng.random() < 0.6
    total = sum(numbers) + (0 if complete else rng.randint(1, 400))
    p.say("Lực lượng chức năng đã phát hiện ").count(total, "vụ").say(
        ", gồm: " if complete else ", trong đó có "
    )
    for at, (value, name) in enumerate(zip(numbers, names, strict=True)):
        p.say(", " if at else "").count(value, "vụ").say(f" {name}")
    p.say(". ")


def from_to(p: Passage) -> None:
    """From the base down to the level: `từ 606 vụ xuống còn 574 vụ`."""
    current, base = _levels(p.rng, 30)
    change = current - base
    p.say("Số vụ phạm tội ").percent(
        Fraction(100 * change, base), "change_pct", p.rng.choice((1, 2)), _word(change) + " "
    )
    p.say(", từ ").count(base, "vụ").say(" xuống còn " if change < 0 else " lên ").count(current, "vụ").say(
        ". "
    )


def bracketed(p: Passage) -> None:
    """This over last: `giảm 23,34% (775/1.011 vụ)`."""
    current, base = _levels(p.rng, 30)
    change = current - base
    p.say("Tội phạm hình sự ").percent(
        Fraction(100 * change, base), "change_pct", p.rng.choice((1, 2)), _word(change) + " "
    )
    p.say(" (").fact("", f"{p.number(current)}/{p.number(base)}", " vụ", "ratio_pair", Fraction(current)).say(
        ") so với cùng kỳ. "
    )


def reports(p: Passage) -> None:
    """Reports received, solved and pending."""
    total = p.rng.randint(40, 4000)
    solved = p.rng.randint(total // 2, total - 2)
    p.say("Cơ quan điều tra tiếp nhận ").count(total, "tin báo").say(", đã giải quyết ").count(solved, "tin")
    p.say(" (đạt ").percent(Fraction(100 * solved, total), "rate_pct", p.rng.choice((1, 2))).say(
        "), đang giải quyết "
    )
    p.count(total - solved, "tin").say(". ")


def fall_of(p: Passage) -> None:
    """English: level, per cent, base."""
    current, base = _levels(p.rng, 40, 60000)
    change, rng = current - base, p.rng
    noun = rng.choice(("a drop of ", "a decrease of ") if change < 0 else ("a rise of ", "an increase of "))
    p.say("Police recorded ").count(current, "cases").say(" of theft in 2022, ")
    lead, noun = noun.split(" ", 1)
    p.say(lead + " ").percent(
        Fraction(100 * change, base),
        "change_pct",
        rng.choice((1, 2)),
        noun,
        rng.choice((" per cent", "%", " percent")),
    )
    p.say(" from ").count(base, "cases").say(" in 2021. ")


def increase_of(p: Passage) -> None:
    """English: level, difference, per cent in brackets."""
    current, base = _levels(p.rng, 40, 20000)
    change = current - base
    p.say("There were ").count(current, "robbery cases").say(", a" + ("n " if change >= 0 else " "))
    p.fact(
        "increase of " if change >= 0 else "decrease of ",
        p.number(abs(change)),
        " cases",
        "change_abs",
        Fraction(change),
    ).say(" (")
    p.percent(
        Fraction(100 * change, base),
        "change_pct",
        p.rng.choice((1, 2)),
        "up " if change >= 0 else "down ",
        " per cent",
    ).say("). ")


def solved(p: Passage) -> None:
    """English: recorded, solved, rate."""
    whole = p.rng.randint(30, 20000)
    part = p.rng.randint(whole // 2, whole)
    p.say("The city recorded ").count(whole, "cases").say("; ").count(part, "cases").say(" were solved, or ")
    p.percent(Fraction(100 * part, whole), "rate_pct", p.rng.choice((1, 2)), "", "%").say(". ")


def against(p: Passage) -> None:
    """English: two levels side by side."""
    current, base = _levels(p.rng, 12, 900)
    change = current - base
    p.say("Burglaries ").percent(
        Fraction(100 * change, base),
        "change_pct",
        p.rng.choice((0, 1)),
        "rose " if change >= 0 else "fell ",
        " per cent",
    )
    p.say(", with ").count(current, "cases").say(" against ").count(base, "cases").say(" a year earlier. ")


VIETNAMESE: tuple[Callable[[Passage], None], ...] = (
    bulletin,
    ministry,
    fraction,
    traffic,
    parts,
    from_to,
    bracketed,
    reports,
)
ENGLISH: tuple[Callable[[Passage], None], ...] = (fall_of, increase_of, solved, against)


def passage(seed: int, language: str | None = None, templates: int | None = None) -> Passage:
    """Write one consistent passage.

    Parameters
    ----------
    seed : int
        The same seed gives the same passage.
    language : {'vi', 'en'}, optional
        By default two in three are Vietnamese.
    templates : int, optional
        How many sentences; one to three by default.
    """
    rng = random.Random(seed)
    language = language or ("en" if rng.random() < 1 / 3 else "vi")
    made = Passage(language, rng)
    choices = VIETNAMESE if language == "vi" else ENGLISH
    for template in rng.sample(choices, templates or rng.randint(1, 3)):
        if rng.random() < 0.3:
            made.say(rng.choice(_NOISE if language == "vi" else _NOISE_EN))
        template(made)
        if rng.random() < 0.5:
            made.text = made.text.rstrip() + "\n"
    return made

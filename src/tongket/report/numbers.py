"""Print the numbers of a figure as Vietnamese and English write them, each bound to its figure.

Every function returns a span; none returns a string, so that no number loses its figure on the way to the page.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from tongket.model.figures import Figure, State
from tongket.model.text import MINUS, NO_BREAK_SPACE, Language, Text, format_number
from tongket.report.spans import Derived, Number, Role, StateWord, exact_number

Sign = Literal["minus", "always", "never"]
Span = Number | StateWord

_PERCENT = Decimal(100)
_STATE_WORDS = {
    State.MISSING: Text(vi="chưa có số liệu", en="no data"),
    State.LATE: Text(vi="chưa đủ thời gian theo dõi", en="not yet observable"),
    State.SUPPRESSED: Text(vi="không công bố (số nhỏ)", en="suppressed (small number)"),
}
_STATE_SIGNS = {
    State.MISSING: Text(vi="…", en="…"),
    State.LATE: Text(vi="chưa đủ hạn", en="not yet due"),
    State.SUPPRESSED: Text(vi="không công bố", en="suppressed"),
}
# Vietnamese bulletins say tỷ and triệu; English reports billion and million.
_MONEY = (
    (Decimal(10) ** 9, Decimal(10) ** 6, Text(vi="tỷ", en="billion")),
    (Decimal(10) ** 6, Decimal(1), Text(vi="triệu", en="million")),
)


def number(figure: Figure, language: Language, *, decimals: int = 0, pad: bool = False) -> Number:
    """Print the value: 574, 1.067; with `pad` small counts as 09, as the ministry's bulletins write them."""
    return of_role(figure, language, Role.VALUE, decimals=decimals, pad=pad)


def share(figure: Figure, language: Language, *, decimals: int = 2) -> Number:
    """Print a share or ratio in per cent, rounded half up: 86,14%."""
    return of_role(figure, language, Role.VALUE, decimals=decimals, scale=_PERCENT, unit="%")


def numerator(figure: Figure, language: Language, *, pad: bool = False) -> Number:
    """Print the numerator of a share: the 271 of 271/376."""
    return of_role(figure, language, Role.NUMERATOR, pad=pad)


def denominator(figure: Figure, language: Language, *, pad: bool = False) -> Number:
    """Print the denominator of a share: the 376 of 271/376."""
    return of_role(figure, language, Role.DENOMINATOR, pad=pad)


def other(figure: Figure, against: str, language: Language, *, decimals: int = 0) -> Number:
    """Print the value of the other period."""
    return of_role(figure, language, Role.OTHER, against=against, decimals=decimals)


def other_share(figure: Figure, against: str, language: Language, *, decimals: int = 2) -> Number:
    """Print the share of the other period in per cent."""
    return of_role(figure, language, Role.OTHER, against=against, decimals=decimals, scale=_PERCENT, unit="%")


def difference(
    figure: Figure, against: str, language: Language, *, decimals: int = 0, sign: Sign = "never", pad: bool = False
) -> Number:
    """Print the change in number: "giảm 32" (the verb carries the sign) or, with `sign`, −32 or +32."""
    return of_role(figure, language, Role.DIFFERENCE, against=against, decimals=decimals, sign=sign, pad=pad)


def points(figure: Figure, against: str, language: Language, *, decimals: int = 2, sign: Sign = "never") -> Number:
    """Print the change of a share in percentage points: 1,25 (the unit stands in the sentence)."""
    return of_role(figure, language, Role.DIFFERENCE, against=against, decimals=decimals, scale=_PERCENT, sign=sign)


def percent(figure: Figure, against: str, language: Language, *, decimals: int = 2, sign: Sign = "never") -> Number:
    """Print the relative change: 5,28% (the verb carries the sign) or, with `sign`, −5,28%."""
    return of_role(figure, language, Role.PERCENT, against=against, decimals=decimals, sign=sign, unit="%")


def percent_in_brackets(figure: Figure, against: str, language: Language, *, decimals: int = 2) -> Number:
    """Print the relative change as bulletins do after the number: (−5,28%), (+6,72%)."""
    inner = percent(figure, against, language, decimals=decimals, sign="always")
    return Number(figure, f"({inner.text})", Role.PERCENT, against)


def money(figure: Figure, language: Language, *, decimals: int = 1) -> Number:
    """Print an amount in đồng: 12,5 tỷ đồng, 640,0 triệu đồng, 950.000 đồng."""
    exact = exact_number(figure, Role.VALUE)
    currency = "đồng" if language == "vi" else "VND"
    for size, smaller, name in _MONEY:
        # what would print as 1.000,0 triệu is printed as 1,0 tỷ
        if abs(round_half_up(exact / smaller, decimals)) * smaller >= size:
            unit = f"{NO_BREAK_SPACE}{name.in_language(language)}{NO_BREAK_SPACE}{currency}"
            return of_role(figure, language, Role.VALUE, decimals=decimals, scale=1 / size, unit=unit)
    return of_role(figure, language, Role.VALUE, unit=f"{NO_BREAK_SPACE}{currency}")


def bounds(figure: Figure, language: Language, *, decimals: int = 0, per_cent: bool = False) -> tuple[Number, Number]:
    """Print the two ends of the 95 % interval of the value."""
    scale, unit = (_PERCENT, "%") if per_cent else (Decimal(1), "")
    low, high = (
        of_role(figure, language, role, decimals=decimals, scale=scale, sign="minus", unit=unit)
        for role in (Role.LOWER, Role.UPPER)
    )
    return low, high


def p_value(figure: Figure, against: str, language: Language) -> Number:
    """Print the p-value to three decimals, "< 0,001" below that."""
    exact = exact_number(figure, Role.P_VALUE, against)
    if exact < Decimal("0.001"):
        text = "< " + format_number(Decimal("0.001"), language, 3)
        return Number(figure, text.replace(" ", NO_BREAK_SPACE), Role.P_VALUE, against)
    return of_role(figure, language, Role.P_VALUE, against=against, decimals=3)


def state_word(figure: Figure, language: Language, *, short: bool = False) -> StateWord:
    """Print the word for a figure without value.

    "Chưa có số liệu", "chưa đủ thời gian theo dõi" and the like; `short` gives the word for a cell of a table.
    """
    if figure.state is State.VALUE:
        return StateWord(figure, "")  # refuses, and says why
    return StateWord(figure, (_STATE_SIGNS if short else _STATE_WORDS)[figure.state].in_language(language))


def cell(figure: Figure, language: Language, *, decimals: int = 0, per_cent: bool = False) -> Span:
    """Print the value for a cell of a table, or the short word for its state."""
    if figure.state is not State.VALUE:
        return state_word(figure, language, short=True)
    return share(figure, language, decimals=decimals) if per_cent else number(figure, language, decimals=decimals)


def derived(
    figures: tuple[Figure, ...], value: int | Decimal, language: Language, method: str, *, decimals: int = 0
) -> Derived:
    """Print a number reckoned from several figures; `method` says how."""
    return Derived(figures, value, format_number(value, language, decimals), method)


def of_role(
    figure: Figure,
    language: Language,
    role: Role,
    *,
    against: str | None = None,
    decimals: int = 0,
    scale: Decimal = Decimal(1),
    sign: Sign = "minus",
    pad: bool = False,
    unit: str = "",
) -> Number:
    """Print any number of a figure.

    Parameters
    ----------
    figure : Figure
        Must have a value.
    language : {'vi', 'en'}
        Decides thousands and decimal marks.
    role : Role
        Which number.
    against : str, optional
        The other period, for the roles of a comparison.
    decimals : int
        Digits after the decimal mark, rounded half up.
    scale : Decimal
        Printed = exact x scale.
    sign : {'minus', 'always', 'never'}
        Print a minus only, a sign always (never before zero), or no sign.
    pad : bool
        Write whole numbers under ten with a leading zero.
    unit : str
        Appended as it is.

    Returns
    -------
    Number
        Bound to the figure.

    Raises
    ------
    FigureError
        If the figure has no such number.
    """
    rounded = round_half_up(exact_number(figure, role, against) * scale, decimals)
    text = format_number(abs(rounded), language, decimals)
    if pad and decimals == 0 and abs(rounded) < 10:
        text = f"0{text}"
    return Number(figure, _signed(rounded, sign) + text + unit, role, against, scale)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round as Vietnamese bulletins do: halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _signed(rounded: Decimal, sign: Sign) -> str:
    if sign == "never" or rounded == 0:
        return ""
    return MINUS if rounded < 0 else "+" if sign == "always" else ""

"""Work grows with length and no faster, whatever the text; the seconds stand in the benchmark."""

import sys
from types import FrameType

import pytest

from tongket.proof import proof_text

HOSTILE = {
    "digits": "1" * 40,
    "groups": "1.234.567,",
    "spaced groups": "123 ",
    "open brackets": "(",
    "brackets with numbers": "(5 vụ ",
    "strokes": "1/",
    "per cents": "1,5% ",
    "list without unit": "12, ",
    "hedges": "gần hơn ",
    "number words": "hai mươi ",
    "directions": "tăng giảm ",
    "claims in one sentence": "5 vụ, giảm 3 vụ (5%), ",
    "many sentences": "Năm 2022 giảm 5 vụ (5%). ",
    "years": "năm 2020-",
    "combining marks": "a\u0301",
}


def steps(text: str) -> int:
    """Return how many calls the proofing of a text makes: the same on any machine, whatever else runs on it."""
    made = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        proof_text(text)
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_four_times_the_text_takes_no_more_than_six_times_the_steps(name: str) -> None:
    unit = HOSTILE[name]
    short, long = (unit * (size // len(unit)) for size in (2_500, 10_000))
    proof_text(short)  # the first run fills caches
    assert steps(long) < 6 * max(steps(short), 2_000)


@pytest.mark.slow
def test_a_megabyte_of_digits_and_brackets_ends() -> None:
    assert proof_text("1" * 1_000_000).found.claims == ()
    nested = "(" * 200_000 + "5 vụ" + ")" * 200_000
    assert proof_text(nested, language="vi").found.claims[0].value == 5

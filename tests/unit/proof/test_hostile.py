"""Time grows with length and no faster, whatever the text."""

import time

import pytest

from tongket.proof import proof_text

HOSTILE = {
    "digits": "1" * 40,
    "groups": "1.234.567,",
    "spaced groups": "123 ",
    "open brackets": "(",
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


def seconds(text: str) -> float:
    """Return the processor time of the fastest of three runs: other programs only ever add to it."""
    found = []
    for _ in range(3):
        start = time.process_time()
        proof_text(text)
        found.append(time.process_time() - start)
    return min(found)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_four_times_the_text_takes_no_more_than_ten_times_as_long(name: str) -> None:
    unit = HOSTILE[name]
    short, long = (unit * (size // len(unit)) for size in (5_000, 20_000))
    proof_text(short)  # the first run fills caches
    assert seconds(long) < 10 * max(seconds(short), 0.02)


@pytest.mark.slow
def test_a_megabyte_of_digits_and_brackets_ends() -> None:
    assert proof_text("1" * 1_000_000).found.claims == ()
    nested = "(" * 200_000 + "5 vụ" + ")" * 200_000
    assert proof_text(nested, language="vi").found.claims[0].value == 5

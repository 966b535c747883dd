"""Settings every test shares: derandomised property tests, so that a red run can be repeated."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ordinary",
    derandomize=True,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("nightly", deadline=None, max_examples=2000)
settings.load_profile("ordinary")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demonstration book, made once; nobody may change it. What `demo --json` said lies beside it.

    TONGKET_DEMONSTRATION names one that is there already, to save the half minute while a page is being written.
    """
    from tests.end_to_end.running import tongket_process

    if given := os.environ.get("TONGKET_DEMONSTRATION"):
        return Path(given)
    book = tmp_path_factory.mktemp("demonstration") / "can-tho"
    ran = tongket_process("demo", book, "--json")
    assert ran.code == 0, ran.err
    book.with_name("demo.json").write_text(ran.out, encoding="utf-8")
    return book

import duckdb
import pytest

from tongket.cli.refusals import refusal, was_interrupted
from tongket.model.errors import SealError
from tongket.model.text import Language


def test_house_errors_are_kept() -> None:
    error = SealError("Seal: broken.")
    assert refusal(error, "en") is error


@pytest.mark.parametrize(("language", "word"), [("vi", "quyền"), ("en", "rights")])
def test_errors_of_the_system_name_file_and_reason(language: Language, word: str) -> None:
    known = refusal(PermissionError(13, "Permission denied", "register.csv"), language)
    assert known is not None
    assert known.exit_code == 3
    for part in ("register.csv", "Permission denied", word):
        assert part in str(known)


def test_a_file_that_is_no_parquet_is_told() -> None:
    with pytest.raises(duckdb.Error) as caught:
        duckdb.sql("SELECT * FROM read_parquet('/nowhere/loads.parquet')").fetchall()
    known = refusal(caught.value, "en")
    assert known is not None
    assert "tongket verify" in str(known)


def test_faults_of_the_program_keep_their_traceback() -> None:
    assert refusal(ValueError("a fault"), "en") is None
    with pytest.raises(duckdb.Error) as caught:
        duckdb.sql("SELECT nothing FROM nowhere")
    assert refusal(caught.value, "en") is None


def test_interruption_is_found_behind_other_errors() -> None:
    error = RuntimeError("Query interrupted")
    error.__cause__ = KeyboardInterrupt()
    assert was_interrupted(error)
    assert not was_interrupted(RuntimeError("another"))

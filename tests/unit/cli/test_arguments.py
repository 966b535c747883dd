import argparse
from collections.abc import Iterator

import pytest

from tongket.cli.arguments import build_parser, language_of
from tongket.cli.texts import TEXTS
from tongket.model.text import Language


@pytest.mark.parametrize(
    ("words", "environment", "language"),
    [
        (["count", "--lang", "vi"], {}, "vi"),
        (["--lang=vi", "count"], {"LANG": "en_GB.UTF-8"}, "vi"),
        (["count", "--lang", "en"], {"LANG": "vi_VN.UTF-8"}, "en"),
        (["count"], {"LANG": "vi_VN.UTF-8"}, "vi"),
        (["count"], {"TONGKET_LANG": "en", "LANG": "vi_VN.UTF-8"}, "en"),
        (["count"], {"LC_ALL": "vi_VN", "LANG": "en_US"}, "vi"),
        (["count"], {}, "en"),
        (["count", "--lang"], {}, "en"),
    ],
)
def test_language_of_help(
    words: list[str], environment: dict[str, str], language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TONGKET_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language_of(words) == language


def actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from actions(command)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_has_help(language: Language) -> None:
    for action in actions(build_parser(language)):
        assert action.help or isinstance(action, argparse._SubParsersAction), action


def test_nothing_of_the_vietnamese_help_is_english(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["count", "--help"], ["collect", "--help"]):
        with pytest.raises(SystemExit):
            build_parser("vi").parse_args(words)
    shown = capsys.readouterr().out
    for english in ("usage", "options:", "arguments", "show ", "exit", "commands", "default"):
        assert english not in shown


@pytest.mark.parametrize(
    "words", ["count book", "count book --period", "seals book --what", "nothing", "seals --lang x"]
)
def test_nothing_of_a_vietnamese_refusal_is_english(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser("vi").parse_args(words.split())
    assert left.value.code == 2
    shown = capsys.readouterr().err
    for english in ("usage", "error", "required", "invalid", "expected", "unrecognized", "choose"):
        assert english not in shown


def test_texts_differ_between_the_languages() -> None:
    assert {key for key, text in TEXTS.items() if text.vi == text.en} == set()


def test_every_text_is_used() -> None:
    from pathlib import Path

    folder = Path(build_parser.__code__.co_filename).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "texts.py")
    assert {key for key in TEXTS if f'"{key}"' not in source} == set()


def test_language_after_the_command_wins_over_before_it() -> None:
    parser = build_parser("en")
    assert parser.parse_args(["--lang", "vi", "seals", "book"]).lang == "vi"
    assert parser.parse_args(["seals", "book", "--lang", "vi"]).lang == "vi"
    assert parser.parse_args(["seals", "book"]).lang is None

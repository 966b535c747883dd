"""The page of commands, from the parser itself, in both languages."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator

from scripts.manual.pages import code, page, table
from tongket.cli.arguments import build_parser
from tongket.model.text import Language

EVERYWHERE = ("--json", "--lang", "--quiet", "--help")


def parsers(language: Language) -> dict[str, argparse.ArgumentParser]:
    """Return the parser of each command, in the order of the help."""
    for action in build_parser(language)._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("the program has no commands")


def usage(name: str, parser: argparse.ArgumentParser) -> str:
    """Return how a command is written, the same with every version of Python and width of terminal."""
    words = ["tongket", name, *(_written(action) for action in parser._actions if not _is_everywhere(action))]
    return textwrap.fill(" ".join(words), 110, subsequent_indent="    ", break_on_hyphens=False)


def _is_everywhere(action: argparse.Action) -> bool:
    return any(option in EVERYWHERE for option in action.option_strings)


def _written(action: argparse.Action) -> str:
    if not action.option_strings:
        more = {"+": " [{0} …]", "?": ""}.get(str(action.nargs), "").format(action.dest.upper())
        return f"[{action.dest.upper()}]" if action.nargs == "?" else action.dest.upper() + more
    # a word with its value must not be torn apart by the end of a line
    value = "" if action.nargs == 0 else f"\N{NO-BREAK SPACE}{action.dest.upper()}"
    text = action.option_strings[-1] + value
    return text if action.required else f"[{text}]"


def described(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str, str]]:
    """Yield name, default or choices, and help of each word and option of a command."""
    for action in parser._actions:
        name = ", ".join(action.option_strings) or action.dest
        if not _is_everywhere(action):
            yield name, _values(action), str(action.help or "")


def _values(action: argparse.Action) -> str:
    parts = [", ".join(f"`{choice}`" for choice in action.choices)] if action.choices else []
    if action.default not in (None, False, [], "", argparse.SUPPRESS):
        parts.append(f"default `{action.default}`")
    if action.required and action.option_strings:
        parts.append("needed")
    if isinstance(action, argparse._AppendAction):
        parts.append("may be repeated")
    return "; ".join(parts)


def render() -> str:
    """Return the page."""
    english, vietnamese = parsers("en"), parsers("vi")
    lines = [
        "Every command takes `--json` (one object for machines, see [JSON](json.md)), `--lang vi|en`, `--quiet` and"
        " `--help`, and ends with one of the [exit codes](exit-codes.md). `--lang` may also stand before the command.",
        "",
        "Mọi lệnh đều nhận `--json` (một đối tượng cho máy đọc), `--lang vi|en`, `--quiet`, `--help`.",
        "",
        *table(
            ("command", "what it does", "việc làm"),
            (
                (f"[`{name}`](#{name})", str(parser.description), str(vietnamese[name].description))
                for name, parser in english.items()
            ),
        ),
    ]
    for name, parser in english.items():
        lines += ["", *_command(name, parser, vietnamese[name])]
    return page("Commands · Các lệnh", "`src/tongket/cli`", *lines)


def _command(name: str, parser: argparse.ArgumentParser, twin: argparse.ArgumentParser) -> list[str]:
    rows = [
        (code(word), values, text, other)
        for (word, values, text), (_, _, other) in zip(described(parser), described(twin), strict=True)
    ]
    return [
        f"## {name}",
        "",
        f"{parser.description} · {twin.description}",
        "",
        "```text",
        usage(name, parser).replace("\N{NO-BREAK SPACE}", " "),
        "```",
        "",
        *table(("word", "values", "meaning", "ý nghĩa"), rows),
    ]

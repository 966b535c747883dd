"""The words a user may write after ``tongket``."""

from __future__ import annotations

import argparse
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tongket import __version__
from tongket.cli.texts import ARGPARSE_VI, say
from tongket.model.text import LANGUAGES, Language


def language_of(words: Sequence[str]) -> Language:
    """Return the language of help and usage errors: ``--lang``, else TONGKET_LANG, else the locale, else English."""
    for word, following in zip(words, [*words[1:], ""], strict=False):
        choice = word.removeprefix("--lang=") if word.startswith("--lang=") else following if word == "--lang" else ""
        if choice == "vi":
            return "vi"
        if choice == "en":
            return "en"
    settings = (os.environ.get(name, "") for name in ("TONGKET_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((value for value in settings if value), "")
    return "vi" if chosen.startswith("vi") else "en"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a day YYYY-MM-DD; got {text!r}") from None


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be 1 or more; got {text!r}")
    return int(text)


class _Commands:
    """Add commands and their options in one language."""

    def __init__(self, parser: ArgumentParser, language: Language) -> None:
        self._language = language
        self._actions = parser.add_subparsers(
            dest="command", metavar=say("command", language), title=say("commands", language), prog="tongket"
        )

    def add(self, name: str, *, book: bool = True) -> _Options:
        text = say(name, self._language)
        parser = self._actions.add_parser(name, help=text, description=text)
        options = _Options(parser, self._language)
        if book:
            options.word("book", "opt_book", type=Path)
        options.flag("--json", "opt_json")
        # SUPPRESS: `tongket --lang vi count` must not be overwritten by the command's own default
        options.option("--lang", "opt_lang", choices=LANGUAGES, default=argparse.SUPPRESS)
        options.flag("--quiet", "opt_quiet")
        return options


class _Options:
    """Add words and options to one command."""

    def __init__(self, parser: ArgumentParser, language: Language) -> None:
        self._parser = parser
        self._language = language

    def word(self, name: str, help_key: str, **settings: Any) -> None:
        self._parser.add_argument(name, help=say(help_key, self._language), **settings)

    option = word

    def flag(self, name: str, help_key: str) -> None:
        self._parser.add_argument(name, help=say(help_key, self._language), action="store_true")


def _add_collecting(commands: _Commands) -> None:
    init = commands.add("init")
    init.option("--preset", "opt_book_preset", default="vn-city")
    demo = commands.add("demo", book=False)
    demo.word("book", "opt_book", type=Path)
    demo.option("--seed", "opt_seed", type=int, default=2022)
    collect = commands.add("collect")
    collect.word("sources", "opt_sources", nargs="+")
    collect.option("--preset", "opt_preset")
    collect.option("--mapping", "opt_mapping", type=Path)
    collect.option("--table", "opt_table")
    collect.option("--query", "opt_query")
    collect.option("--received-on", "opt_received", type=_day)
    collect.flag("--dry-run", "opt_dry")
    collect.flag("--guess", "opt_guess")
    collect.option("--output", "opt_mapping_output", type=Path)
    template = commands.add("template", book=False)
    template.word("output", "opt_form", type=Path)
    template.option("--table", "opt_template_table", default="cases")
    template.option("--book", "opt_template_book", type=Path)
    rejects = commands.add("rejects")
    rejects.option("--table", "opt_table", default="cases")
    rejects.option("--rule", "opt_rule")
    rejects.option("--page", "opt_page", type=_positive, default=1)
    versions = commands.add("versions")
    versions.word("key", "opt_key", nargs="+")
    versions.option("--table", "opt_table", default="cases")


def _add_closing(commands: _Commands) -> None:
    close = commands.add("close")
    close.option("--as-of", "opt_as_of", type=_day, required=True)
    close.option("--status", "opt_status", choices=("estimate", "preliminary", "official"), default="preliminary")
    close.option("--note", "opt_note", default="")
    close.option("--parent", "opt_parent", default="latest")
    close.option("--basis", "opt_basis", choices=("auto", "received", "dated"), default="auto")
    commands.add("seals")
    commands.add("verify")
    diff = commands.add("diff")
    diff.word("old", "opt_old", nargs="?", default="previous")
    diff.word("new", "opt_new", nargs="?", default="latest")
    diff.option("--period", "opt_period", action="append", default=[])
    diff.option("--indicator", "opt_indicator", action="append", default=[])
    diff.flag("--triangle", "opt_triangle")


def _add_counting(commands: _Commands) -> None:
    count = commands.add("count")
    count.option("--period", "opt_period", required=True)
    count.option("--against", "opt_against", action="append", default=[])
    count.option("--by", "opt_by", action="append", default=[])
    count.option("--indicator", "opt_indicator", action="append", default=[])
    count.option("--seal", "opt_seal", default="latest")
    count.option("--areas-of", "opt_areas_of", type=_day)
    count.option("--area-level", "opt_area_level")
    count.option("--csv", "opt_csv", type=Path)
    trace = commands.add("trace")
    trace.word("figure", "opt_figure")
    trace.option("--page", "opt_page", type=_positive, default=1)


def _add_watching(commands: _Commands) -> None:
    watch = commands.add("watch")
    watch.option("--as-of", "opt_watch_as_of", type=_day)
    watch.option("--basis", "opt_watch_basis", choices=("auto", "received", "dated"), default="auto")
    watch.option("--geojson", "opt_geojson", type=Path)
    watch.option("--map", "opt_map", type=Path)
    watch.flag("--dry-run", "opt_watch_dry")
    watch.flag("--budget", "opt_budget")
    watch.flag("--backtest", "opt_backtest")
    watch.flag("--signals", "opt_signals")
    watch.option("--mark", "opt_mark", nargs=2, metavar=("ID", "STATE"))
    watch.option("--by", "opt_mark_by")
    watch.option("--note", "opt_mark_note", default="")
    watch.option("--on", "opt_mark_on", type=_day)


def _add_planning(commands: _Commands) -> None:
    plan = commands.add("plan")
    plan.option("--as-of", "opt_plan_as_of", type=_day)
    plan.option("--seal", "opt_plan_seal")
    plan.option("--kind", "opt_plan_kind", action="append", default=[], choices=_ITEM_KINDS)
    plan.option("--owner", "opt_plan_owner", default="")
    plan.option("--by", "opt_plan_by", choices=("owner", "kind"))
    plan.option("--explain", "opt_explain", metavar="ID")
    plan.flag("--moved", "opt_moved")
    plan.flag("--targets", "opt_targets")
    plan.flag("--wanted", "opt_wanted")
    plan.flag("--directives", "opt_directives")
    plan.flag("--petitions", "opt_petitions")
    plan.flag("--clocks", "opt_clocks")
    plan.flag("--inspections", "opt_inspections")
    plan.option("--units", "opt_units", type=Path, metavar="FILE")
    plan.option("--draw", "opt_draw", type=_positive, metavar="N")
    plan.option("--seed", "opt_draw_seed")
    plan.option("--succession", "opt_succession", nargs=2, type=Path, metavar=("COMMITTEE", "COMMAND"))
    plan.option("--rules", "opt_rules", type=Path, metavar="FILE")
    plan.flag("--names", "opt_succession_names")
    plan.flag("--integrity", "opt_integrity")
    plan.option("--period", "opt_plan_period")
    plan.flag("--all", "opt_plan_all")
    plan.option("--ical", "opt_ical", type=Path, metavar="DIR")
    plan.option("--html", "opt_plan_html", type=Path)


# as tongket.plan.items has them; that room is not loaded for the sake of a help page
_ITEM_KINDS = ("target", "directive", "petition", "wanted_review", "inspection", "case_clock")


def _add_evaluating(commands: _Commands) -> None:
    evaluate = commands.add("evaluate")
    evaluate.word("campaign", "opt_campaign", nargs="?")
    evaluate.option("--as-of", "opt_evaluate_as_of", type=_day)
    evaluate.option("--seal", "opt_seal", default="latest")
    evaluate.flag("--power", "opt_power")
    evaluate.option("--register", "opt_register", nargs="*", metavar="NAME=VALUE")
    evaluate.option("--html", "opt_cards", type=Path)


def _add_reporting(commands: _Commands) -> None:
    report = commands.add("report")
    report.option("--period", "opt_period")
    report.option("--against", "opt_report_against", action="append", default=[])
    report.option("--to", "opt_to", default="docx,pdf,html")
    report.option("--seal", "opt_seal", default="latest")
    report.option("--template", "opt_template", type=Path)
    report.option("--write-template", "opt_write_template", type=Path)
    report.option("--watermark", "opt_watermark")
    report.option("--output", "opt_output", type=Path)
    proof = commands.add("proof", book=False)
    proof.word("files", "opt_texts", nargs="+", type=Path, metavar="FILE")
    proof.option("--book", "opt_proof_book", type=Path)
    proof.option("--period", "opt_period")
    proof.option("--seal", "opt_proof_seal")
    proof.option("--html", "opt_marked", type=Path)
    proof.option("--docx", "opt_commented", type=Path)


def build_parser(language: Language) -> ArgumentParser:
    """Build the parser with help in `language`."""
    words = ARGPARSE_VI if language == "vi" else {}
    # argparse looks its own words up through this module-level name; there is no other door
    argparse._ = lambda text: words.get(text, text)  # type: ignore[attr-defined]
    parser = ArgumentParser(prog="tongket", description=say("about", language))
    parser.add_argument("--version", action="version", version=f"tongket {__version__}", help=say("version", language))
    parser.add_argument("--lang", choices=LANGUAGES, help=say("opt_lang", language))
    commands = _Commands(parser, language)
    _add_collecting(commands)
    _add_closing(commands)
    _add_counting(commands)
    _add_watching(commands)
    _add_planning(commands)
    _add_evaluating(commands)
    _add_reporting(commands)
    return parser


__all__ = ["Namespace", "build_parser", "language_of"]

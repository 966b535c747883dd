"""The manual is whole: generated pages in step, everything documented, links and pictures where they should be."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripts.generate_docs import PAGES, stale_pages
from scripts.manual.commands import parsers
from scripts.manual.exit_codes import MEANINGS, kinds

from tests.repository.tree import ROOT, files
from tongket.collect.mapping import list_presets
from tongket.collect.rules import read_rules
from tongket.count.definitions import list_indicator_sets
from tongket.evaluate.cards_sentences import VERDICT_TEXTS
from tongket.model.text import Text
from tongket.plan.items import STATE_LABELS
from tongket.store.book import list_book_presets
from tongket.watch.life_cycle import OUTCOME_NAMES, STATE_NAMES
from tongket.watch.telling import KIND_NAMES

DOCS = ROOT / "docs"
PICTURES = (".png", ".jpg", ".svg", ".gif")


def pages() -> list[Path]:
    return [path for path in files() if path.suffix == ".md" and "src" not in path.relative_to(ROOT).parts]


def read(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def links(page: Path) -> Iterator[str]:
    """Yield the targets of a page's links and pictures, without those inside code."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)


def anchors(page: Path) -> set[str]:
    """Return the names under which the headings of a page are linked to."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_generated_page_is_in_step(path: Path) -> None:
    assert path not in stale_pages(), "run `make docs`"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        target, _, anchor = link.partition("#")
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), f"{page.name}: {link}"
        if anchor:
            assert anchor in anchors(path), f"{page.name}: {link}"


def test_every_picture_is_shown_and_described() -> None:
    shown = set()
    for page in pages():
        for words, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            assert len(words) > 20, f"{page.name}: {target} needs words for those who do not see it"
            shown.add((page.parent / target).resolve())
    there = {path for path in files() if path.suffix in PICTURES and DOCS in path.parents}
    assert there == shown


def test_every_page_is_reached_from_the_index() -> None:
    reached: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links(page) if "://" not in link]
    missing = {str(path.relative_to(ROOT)) for path in pages() if DOCS in path.parents} - {
        str(path.relative_to(ROOT)) for path in reached
    }
    # decisions are a list of their own, read in order of their numbers
    assert {name for name in missing if "decisions" not in name} == set()


@pytest.mark.parametrize("command", parsers("en"))
def test_command_is_documented_in_both_languages(command: str) -> None:
    section = read("commands.md").split(f"\n## {command}\n")[1].split("\n## ")[0]
    for language in ("vi", "en"):
        assert str(parsers(language)[command].description) in section


@pytest.mark.parametrize("command", parsers("en"))
def test_command_is_used_somewhere_in_a_guide(command: str) -> None:
    guides = [ROOT / "README.md", *(DOCS / "how-to").glob("*.md"), *(DOCS / "tutorial").glob("*.md")]
    assert any(f"tongket {command}" in guide.read_text(encoding="utf-8") for guide in guides)


def test_commands_of_the_guides_exist() -> None:
    """Every command line in a block of code can be read by the program."""
    for page in pages():
        for block in re.findall(r"```(?:console|text|)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            for line in re.findall(r"^\s*(?:\$ )?tongket ([a-z].*)$", block, re.MULTILINE):
                words = shlex.split(re.split(r" [|>] ", line)[0])
                if words[0] in parsers("en") and not any(word.startswith("[") for word in words):
                    parsers("en")[words[0]].parse_args(words[1:])


def test_every_rule_is_documented_in_both_languages() -> None:
    text = read("rules.md")
    for rule in read_rules().values():
        assert f"| `{rule.id}` |" in text
        assert rule.text.vi in text
        assert rule.text.en in text


def test_every_preset_and_set_is_documented() -> None:
    for name in (*list_presets(), *list_book_presets()):
        assert f"| `{name}` |" in read("presets.md")
    for name in list_indicator_sets():
        assert f"## {name}\n" in read("indicators.md")


def test_every_exit_code_is_documented() -> None:
    for code in {0, 2, *(kind.exit_code for kind in kinds())}:
        assert code in MEANINGS
    for code in MEANINGS:
        assert f"| `{code}` |" in read("exit-codes.md")


def test_glossary_knows_every_stage() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    for stage in "collect close count watch evaluate plan report proof trace verify diff".split():
        assert f"**{stage}**" in glossary


# what boards, cards and lists of signals call states, kinds and verdicts
SHOWN = [
    label
    for labels in (STATE_LABELS, VERDICT_TEXTS, STATE_NAMES, OUTCOME_NAMES, KIND_NAMES)
    for label in labels.values()
]


@pytest.mark.parametrize("label", SHOWN, ids=lambda label: label.en)
def test_glossary_says_what_the_screens_say(label: Text) -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").lower()
    words = (label.vi.lower(), label.en.lower())
    assert any(all(word in row for word in words) for row in glossary.splitlines()), words


def test_no_page_has_words_that_belittle() -> None:
    """House style: what is easy for the writer need not be so for the reader."""
    belittling = re.compile(r"\b(simply|obviously|of course|just type|trivially)\b", re.IGNORECASE)
    for page in pages():
        assert belittling.search(page.read_text(encoding="utf-8")) is None, page.name

"""Read a page of the manual as a reader does: files to save, commands to type, output to see."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SAVE = re.compile(r"(?:Save as|Lưu thành) `([^`]+)`:\s*$")


@dataclass(frozen=True)
class Step:
    """Hold a file to save (`path`), or a command to type and what is seen then."""

    line: int
    text: str
    path: str = ""
    seen: tuple[str, ...] = field(default=())


def steps(page: Path) -> list[Step]:
    """Return every step of a page, in order; a block that is neither a file nor commands is refused."""
    text = page.read_text(encoding="utf-8")
    found = []
    for block in _FENCE.finditer(text):
        line = text[: block.start()].count("\n") + 1
        if saved := _SAVE.search(text[: block.start()].rstrip()):
            found.append(Step(line, block[2], saved[1]))
        elif block[1] == "console":
            found += _typed(block[2], line)
        else:
            raise AssertionError(f"{page.name}:{line}: a block that nobody runs: {block[1]!r}")
    return found


def _typed(block: str, first: int) -> list[Step]:
    found: list[tuple[int, list[str], list[str]]] = []
    for number, line in enumerate(block.splitlines(), first + 1):
        if line.startswith("$ "):
            found.append((number, [line[2:]], []))
        elif line.startswith("> ") and not found[-1][2]:
            found[-1][1].append(line[2:])
        else:
            found[-1][2].append(line)
    return [Step(number, "\n".join(typed), seen=tuple(seen)) for number, typed, seen in found]


def commands(page: Path) -> list[str]:
    """Return what is to be typed, without what only chooses the language."""
    return [step.text.replace(" --lang en", "").replace(" --lang vi", "") for step in steps(page) if not step.path]

"""Type the commands of a page into one shell, and compare what is seen with what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.docs.blocks import Step

# What a page asks for that has a test of its own; a stand-in only looks whether it is asked rightly.
STAND_INS = """
make() { grep -q "^$1:" "$PROJECT/Makefile"; }
.() { [ "$1" = .venv/bin/activate ]; }
python3() { [ "$*" = "-m pip install ." ] || command python3 "$@"; }
"""
_ID = re.compile(r"\b(?:F[0-9a-f]{16}|[0-9a-f]{12})\b")


class Session:
    """Hold a working directory, and the ids that differ from those on the page."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.folder = folder
        self.project = project
        self.ids: dict[str, str] = {}

    def run(self, steps: Iterable[Step]) -> None:
        """Do every step; raise AssertionError at the first whose output is not the page's."""
        listed = list(steps)
        for place, step in enumerate(listed):
            if step.path:
                target = self.folder / step.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(step.text, encoding="utf-8")
            elif not step.text.startswith("echo "):
                following = listed[place + 1] if place + 1 < len(listed) else None
                self._type(step, following if following and following.text == "echo $?" else None)

    def _type(self, step: Step, asks_code: Step | None) -> None:
        for shown, real in self.ids.items():
            step = Step(step.line, step.text.replace(shown, real), step.path, step.seen)
        code, lines = self._shell(step.text)
        expected = int(asks_code.seen[0]) if asks_code else 0
        assert code == expected, f"line {step.line}: {step.text}\nexit code {code}\n" + "\n".join(lines)
        if step.seen:
            problem = self.compare(step.seen, lines)
            assert problem is None, f"line {step.line}: {step.text}\n{problem}\nseen:\n" + "\n".join(lines)

    def _shell(self, text: str) -> tuple[int, list[str]]:
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PROJECT": str(self.project),
            "LC_ALL": "C.UTF-8",
        }
        done = subprocess.run(
            ["bash", "-c", f"{STAND_INS}\n{text}"],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        return done.returncode, done.stdout.splitlines()

    def compare(self, shown: Sequence[str], seen: Sequence[str]) -> str | None:
        """Return the first line of the page that was not seen, or None; ``…`` stands for anything."""
        rest = [_words(line) for line in seen if line.strip()]
        skipping = False
        for line in shown:
            if not line.strip():
                continue
            if line.strip() == "…":
                skipping = True
                continue
            while rest and not self._same(_words(line), rest[0]) and skipping:
                rest.pop(0)
            if not rest or not self._same(_words(line), rest[0]):
                return f"not seen: {line}"
            rest.pop(0)
            skipping = False
        return None if skipping or not rest else f"not on the page: {rest[0]}"

    def _same(self, shown: str, seen: str) -> bool:
        """Compare two lines; an id of the page is learnt where it stands for another one."""
        pieces, names, last = [], [], 0
        for each in re.finditer(rf"{_ID.pattern}|…", shown):
            pieces.append(re.escape(shown[last : each.start()]))
            pieces.append(".*" if each[0] == "…" else rf"({_ID.pattern})")
            names += [] if each[0] == "…" else [each[0]]
            last = each.end()
        pieces.append(re.escape(shown[last:]))
        found = re.fullmatch("".join(pieces), seen)
        if found is None:
            return False
        learnt = dict(zip(names, found.groups(), strict=True))
        if any(self.ids.get(name, real) != real for name, real in learnt.items()):
            return False
        self.ids.update(learnt)
        return True


def _words(line: str) -> str:
    """Return a line with single spaces and rules of one length, so that columns may be wider or narrower."""
    return re.sub(r"─+", "─", " ".join(line.split()))

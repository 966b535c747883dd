"""Score the proof room on labelled passages and on generated ones.

    python -m bench.proof_score [PASSAGES.jsonl] [--part dev|held] [--generated N]

A third of the passages (by hash of the id) was kept unseen until the rules stood;
`--part held` scores it alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.realdata import DEFAULT
from tests.reference.proof_mutants import mutants
from tests.reference.proof_passages import passage

from tongket.proof import Proof, proof_text

FIELDS = ("kind", "value", "unit", "hedge", "period", "base_period", "place")
KEYS = (
    "current",
    "base",
    "stated_pct",
    "stated_fold",
    "part",
    "whole",
    "parts",
    "stated_total",
    "part_1",
    "part_2",
)


class Score:
    """Hold counts by topic and name, and pairs that were confused."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.confused: Counter[tuple[str, str]] = Counter()
        self.missed: list[str] = []

    def __getitem__(self, key: tuple[str, str]) -> int:
        return self.counts[key]

    def add(self, topic: str, name: str, number: int = 1) -> None:
        self.counts[topic, name] += number

    def ratio(self, topic: str, part: str, whole: str) -> float:
        return self.counts[topic, part] / max(1, self.counts[topic, whole])


def held_out(passage_id: str) -> bool:
    """Say whether a passage belongs to the third kept unseen."""
    return hashlib.sha256(passage_id.encode()).digest()[0] % 3 == 0


def score(rows: Iterable[Mapping[str, Any]]) -> Score:
    """Score claims and checks of labelled passages."""
    total = Score()
    for row in rows:
        proof = proof_text(row["text"])
        _claims(total, row, proof)
        _checks(total, row, [check.to_json() for check in proof.checks])
    return total


def _claims(total: Score, row: Mapping[str, Any], proof: Proof) -> None:
    found = [claim.to_json() for claim in proof.found.claims]
    total.add("claims", "labelled", len(row["claims"]))
    total.add("claims", "reported", len(found))
    free = set(range(len(found)))
    for gold in row["claims"]:
        near = [k for k in free if found[k]["start"] < gold["end"] and gold["start"] < found[k]["end"]]
        if not near:
            total.missed.append(f"{row['id']}: not found {gold['span']!r} ({gold['kind']})")
            continue
        best = next((k for k in near if found[k]["value"] == gold["value"]), near[0])
        free.discard(best)
        _one_claim(total, gold, found[best])
    total.missed += [f"{row['id']}: not labelled {found[k]['span']!r} ({found[k]['kind']})" for k in free]


def _one_claim(total: Score, gold: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
    total.add("claims", "found")
    total.add("claims", "right", int(mine["kind"] == gold["kind"] and mine["value"] == gold["value"]))
    total.add("claims", "exact span", int((mine["start"], mine["end"]) == (gold["start"], gold["end"])))
    total.add(f"kind {gold['kind']}", "labelled")
    total.add(f"kind {gold['kind']}", "right", int(mine["kind"] == gold["kind"]))
    if mine["kind"] != gold["kind"]:
        total.confused[gold["kind"], mine["kind"]] += 1
    for field in FIELDS:
        total.add("claims", field, int(mine[field] == gold[field]))
    if gold["kind"].startswith("change"):
        total.add("signs", "labelled")
        total.add("signs", "right", int((mine["value"] < 0) == (gold["value"] < 0)))


def _checks(total: Score, row: Mapping[str, Any], mine: list[dict[str, Any]]) -> None:
    total.add("checks", "reported", len(mine))
    free = set(range(len(mine)))
    for gold in row["checks"]:
        total.add("checks", "labelled")
        near = [k for k in free if mine[k]["kind"] == gold["kind"] and _stated(mine[k]) == _stated(gold)]
        if not near:
            total.missed.append(f"{row['id']}: no check {gold['kind']} {gold['numbers']}")
            continue
        best = next((k for k in near if _key(mine[k]) == _key(gold)), near[0])
        free.discard(best)
        total.add("checks", "found")
        total.add("checks", "numbers", int(_key(mine[best]) == _key(gold)))
        total.add("checks", "verdict", int(mine[best]["verdict"] == gold["verdict"]))
        total.add("checks", "severity", int(mine[best].get("severity") == gold.get("severity")))
        total.confused[f"verdict {gold['verdict']}", mine[best]["verdict"]] += 1
    total.add(
        "checks",
        "false alarm",
        sum(mine[k]["verdict"] == "inconsistent" and mine[k]["severity"] == "material" for k in free),
    )


def _stated(check: Mapping[str, Any]) -> Any:
    numbers = check["numbers"]
    return [numbers.get(key) for key in ("stated_pct", "stated_total", "stated_fold", "share_1_pct")]


def _key(check: Mapping[str, Any]) -> dict[str, Any]:
    return {key: check["numbers"][key] for key in KEYS if key in check["numbers"]}


def generated(number: int) -> Score:
    """Score generated passages and their mutants; a third of them is mutated."""
    total = Score()
    for seed in range(10_000, 10_000 + number):
        made = passage(seed)
        proof = proof_text(made.text)
        spans = {(c.start, c.end): (c.kind, c.exact) for c in proof.found.claims}
        total.add("claims", "labelled", len(made.facts))
        total.add("claims", "reported", len(spans))
        total.add("claims", "right", sum(spans.get((f.start, f.end)) == (f.kind, f.value) for f in made.facts))
        total.add("checks", "reported", len(proof.checks))
        total.add("checks", "false alarm", len(proof.wrong))
        for mutant in mutants(made, seed) if seed % 3 == 0 else ():
            again = proof_text(mutant.text)
            hit = any(
                again.found.claims[k].start <= mutant.fact.digits[0] <= again.found.claims[k].end for k in again.wrong
            )
            total.add(f"mutants {mutant.how}", "must be caught", int(mutant.must))
            total.add(f"mutants {mutant.how}", "caught", int(mutant.must and hit))
            total.add(f"mutants {mutant.how}", "accused inside rounding", int(hit and not mutant.must))
    return total


def show(title: str, total: Score) -> None:
    """Print one table."""
    print(f"\n{title}")
    for (topic, name), number in sorted(total.counts.items()):
        print(f"  {topic:24} {name:24} {number}")
    for (gold, mine), number in sorted(total.confused.items()):
        print(f"  labelled {gold} → reported {mine}: {number}")
    for line in total.missed:
        print(f"  {line}")


def open_passages() -> Path:
    """Return where the labelled passages lie: beside the folder of real data."""
    return Path(os.environ.get("TONGKET_REAL_DATA", DEFAULT)).parent / "proof" / "claims-open.jsonl"


def main(arguments: Sequence[str] = ()) -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", type=Path, nargs="?", help="default: proof/claims-open.jsonl beside the real data")
    parser.add_argument("--part", choices=("dev", "held"))
    parser.add_argument("--generated", type=int, default=300)
    options = parser.parse_args(list(arguments))
    path = options.passages or open_passages()
    if path.is_file():
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for part in ("dev", "held"):
            if options.part in (None, part):
                show(
                    f"labelled passages, {part}",
                    score(r for r in rows if held_out(r["id"]) == (part == "held")),
                )
    else:
        print("labelled passages: left out, for there are none; name the file, or set TONGKET_REAL_DATA to the folder")
        print("of real data beside which proof/claims-open.jsonl lies.")
    show("generated passages", generated(options.generated))


if __name__ == "__main__":
    main(sys.argv[1:])

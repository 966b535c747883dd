"""Passages of known numbers: consistent ones pass, mutants beyond rounding are caught, nothing breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.proof_mutants import mutants
from tests.reference.proof_passages import passage
from tongket.proof import Proof, proof_text


def flagged(proof: Proof, at: int) -> bool:
    return any(proof.found.claims[i].start <= at <= proof.found.claims[i].end for i in proof.wrong)


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_every_number_is_found_and_no_consistent_passage_is_accused(first: int) -> None:
    for seed in range(first, first + 100):
        made = passage(seed)
        proof = proof_text(made.text)
        found = {(c.start, c.end): (c.kind, c.exact) for c in proof.found.claims}
        expected = {(f.start, f.end): (f.kind, f.value) for f in made.facts}
        assert found == expected, f"seed {seed}: {made.text}"
        assert proof.wrong == [], f"seed {seed}: {made.text}"


@pytest.mark.parametrize("first", range(400, 520, 40))
def test_every_mutated_per_cent_is_caught_or_inside_rounding(first: int) -> None:
    for seed in range(first, first + 40):
        for mutant in mutants(passage(seed), seed):
            caught = flagged(proof_text(mutant.text), mutant.fact.digits[0])
            assert caught or not mutant.must, f"seed {seed}, {mutant.how}: {mutant.text}"


@given(st.text(alphabet="0123456789.,%/()-–+ \nvụngườitănggiảmsobị\u0301$abcMột", max_size=300))
def test_no_text_breaks_it_and_spans_are_exact(text: str) -> None:
    proof = proof_text(text)
    last = 0
    for claim in proof.found.claims:
        assert text[claim.start : claim.end] == claim.span
        assert claim.start >= last
        last = claim.end
    proof.to_json()


@given(st.text(max_size=200))
def test_any_unicode_is_survived(text: str) -> None:
    assert proof_text(text).to_json()["document"] == "text"

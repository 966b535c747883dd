"""Read a report, find every number in it, recompute it, match it with figures, and say what is wrong."""

from tongket.proof.arithmetic import check_arithmetic
from tongket.proof.checks import Check, Slip
from tongket.proof.claims import Claim
from tongket.proof.figures import match_claims
from tongket.proof.find import find_claims
from tongket.proof.known import KnownFigure, Match
from tongket.proof.proofing import Proof, ProofResult, proof_document, proof_files, proof_text

__all__ = [
    "Check", "Claim", "KnownFigure", "Match", "Proof", "ProofResult", "Slip", "check_arithmetic",
    "find_claims", "match_claims", "proof_document", "proof_files", "proof_text",
]  # fmt: skip

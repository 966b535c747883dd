"""Proofing: a report of 100 pages in under 2 s, time in step with length, on ordinary and on hostile text.

There is no peer: no tool reads Vietnamese reports. CPU seconds of one process, the best of three.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.reference.proof_passages import passage

from tongket.proof import proof_text

PAGE = 3000  # characters
PROSE = (
    "Lãnh đạo công an thành phố đã chỉ đạo các đơn vị, địa phương triển khai đồng bộ nhiều biện pháp, "
    "tăng cường tuần tra, kiểm soát trên các tuyến, địa bàn trọng điểm, phối hợp với các ban, ngành, "
    "đoàn thể làm tốt công tác vận động quần chúng, qua đó giữ vững an ninh, trật tự và phục vụ tốt "
    "các sự kiện chính trị, văn hóa của địa phương. "
)
PAGES = (25, 50, 100, 200)
SIZES = (100_000, 400_000)
HOSTILE: dict[str, Callable[[int], str]] = {
    "digits without end": lambda size: "7" * size,
    "numbers and commas": lambda size: "1.234,5," * (size // 8),
    "open brackets": lambda size: "(" * size,
    "brackets with numbers": lambda size: "(5 vụ " * (size // 6),
    "hedges": lambda size: "hơn " * (size // 4),
    "number words": lambda size: "hai mươi " * (size // 9),
    "changes": lambda size: "tăng 5% " * (size // 8),
}


def report_of(pages: int, prose: int) -> str:
    """Return a text of so many pages; `prose` sentences without numbers stand behind every passage."""
    parts: list[str] = []
    length = 0
    while length < pages * PAGE:
        parts.append(passage(len(parts), "vi").text + PROSE * prose)
        length += len(parts[-1]) + 1
    return "\n".join(parts)


def seconds(text: str) -> tuple[int, float]:
    """Return the number of claims of a text, and the CPU seconds its proof takes."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        proof = proof_text(text)
        taken.append(time.process_time() - start)
    return len(proof.found.claims), min(taken)


def main() -> None:
    """Measure and print."""
    print("report of so many pages (goal: 100 pages in 2 s)\n")
    print(f"{'':24}{'pages':>7}{'claims':>9}{'CPU s':>8}{'ms a page':>11}")
    for name, prose in (("thirty numbers a page", 2), ("a hundred numbers a page", 0)):
        for pages in PAGES:
            claims, taken = seconds(report_of(pages, prose))
            print(f"{name:24}{pages:>7}{claims:>9}{taken:>8.2f}{1000 * taken / pages:>11.1f}")
    print("\nhostile text, CPU s; four times the length must take about four times as long\n")
    print(f"{'':24}{'100 kB':>8}{'400 kB':>8}{'ratio':>8}")
    for name, make in HOSTILE.items():
        small, large = (seconds(make(size))[1] for size in SIZES)
        print(f"{name:24}{small:>8.2f}{large:>8.2f}{large / max(small, 0.001):>8.1f}")


if __name__ == "__main__":
    main()

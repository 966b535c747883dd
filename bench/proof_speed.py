"""Proofing: a report of 100 pages in under 2 s, time in step with length, on ordinary and on hostile text.

There is no peer: no tool reads Vietnamese reports. CPU seconds of one process, the best of three.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter, process_time

from tests.reference.proof_passages import passage

from bench.ledger import Taken, alone, least
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


def seconds(text: str) -> tuple[int, Taken]:
    """Return the number of claims of a text, and the least wall and CPU seconds its proof takes."""
    taken = []
    for _ in range(3):
        wall, cpu = perf_counter(), process_time()
        proof = proof_text(text)
        taken.append((perf_counter() - wall, process_time() - cpu))
    return len(proof.found.claims), least(taken)


def main() -> None:
    """Measure and print."""
    for name, prose in (("thirty", 2), ("a hundred", 0)):
        for pages in PAGES:
            claims, taken = seconds(report_of(pages, prose))
            goal = {"cpu_below": 2.0} if pages == 100 else {}
            each = f"{1000 * taken[1] / pages:.1f} ms a page"
            alone(f"proof of {pages} pages, {name} numbers a page, {claims} claims", taken, note=each, **goal)
    for name, make in HOSTILE.items():
        small, large = (seconds(make(size))[1] for size in SIZES)
        times = f"{large[1] / max(small[1], 0.001):.1f} times as long as a fourth of it"
        alone(f"proof of 400 kB of {name}", large, note=times)


if __name__ == "__main__":
    main()

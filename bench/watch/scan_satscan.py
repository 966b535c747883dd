"""SaTScan on a table of cases: writes its files, runs it, reads its clusters and its replicates."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tongket.watch import ScanTable

NO_SATSCAN = "it is in no package index; get it from its authors and set TONGKET_SATSCAN to its path"
NAMES = ("satscan", "SaTScanBatch64", "SaTScanBatch")
PARAMETERS = """[Input]
CaseFile=scan.cas
CoordinatesFile=scan.geo
PrecisionCaseTimes=3
StartDate={start}
EndDate={end}
CoordinatesType=0
[Analysis]
AnalysisType=4
ModelType=2
ScanAreas=1
TimeAggregationUnits=3
TimeAggregationLength=1
[Output]
ResultsFile=scan.txt
MostLikelyClusterEachCentroidASCII=y
CensusAreasReportedClustersASCII=y
SaveSimLLRsASCII=y
OutputGoogleEarthKML=n
OutputShapefiles=n
OutputCartesianGraph=n
OutputGoogleMaps=n
[Spatial Window]
MaxSpatialSizeInPopulationAtRisk=50
[Temporal Window]
MinimumTemporalClusterSize=1
MaxTemporalSizeInterpretation=1
MaxTemporalSize={longest}
[Inference]
PValueReportType=1
MonteCarloReps={replicates}
[Run Options]
NumberParallelProcesses=2
[System]
Version=10.3.1
"""


@dataclass(frozen=True)
class SatScan:
    """Hold what it printed for the most likely cluster, its replicates, and seconds of wall and CPU."""

    ratio: float
    observed: int
    expected: float
    maxima: tuple[float, ...]
    wall: float
    cpu: float


def satscan() -> str | None:
    """Return SaTScan where TONGKET_SATSCAN names it or it is on the path, else None."""
    return os.environ.get("TONGKET_SATSCAN") or next((path for name in NAMES if (path := shutil.which(name))), None)


def run_satscan(program: str, table: ScanTable, longest: int, replicates: int, folder: Path) -> SatScan:
    """Run a prospective permutation scan."""
    write(table, longest, replicates, folder)
    wall, cpu = time.perf_counter(), os.times()
    subprocess.run([program, "scan.prm"], cwd=folder, check=True, capture_output=True)
    after = os.times()
    took = after.children_user + after.children_system - cpu.children_user - cpu.children_system
    return read(folder, time.perf_counter() - wall, took)


def write(table: ScanTable, longest: int, replicates: int, folder: Path) -> None:
    """Write cases, places and parameters."""
    cases = [
        f"L{place} {table.counts[period, place]} {slashed(table.days[period])}"
        for period, place in np.argwhere(table.counts).tolist()
    ]
    places = [f"L{i} {x / 1000} {y / 1000}" for i, (x, y) in enumerate(zip(table.x, table.y, strict=True))]
    start, end = slashed(table.days[0]), slashed(table.days[-1] - 1)
    (folder / "scan.cas").write_text("\n".join(cases) + "\n", encoding="utf-8")
    (folder / "scan.geo").write_text("\n".join(places) + "\n", encoding="utf-8")
    text = PARAMETERS.format(start=start, end=end, longest=longest, replicates=replicates)
    (folder / "scan.prm").write_text(text, encoding="utf-8")


def slashed(day: np.datetime64) -> str:
    """Return a day as SaTScan writes it."""
    year, month, of_month = str(day.astype("datetime64[D]")).split("-")
    return f"{year}/{int(month)}/{int(of_month)}"


def read(folder: Path, wall: float, cpu: float) -> SatScan:
    """Read the first cluster and the replicates."""
    # cluster, centre, x, y, radius, span, start, end, places, ratio, p, recurrence, observed, expected, …
    first = (folder / "scan.col.txt").read_text(encoding="utf-8").splitlines()[0].split()
    maxima = tuple(float(line) for line in (folder / "scan.llr.txt").read_text(encoding="utf-8").split())
    return SatScan(float(first[9]), int(first[12]), float(first[13]), maxima, wall, cpu)

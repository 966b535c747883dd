"""The wheel works where only it and what it names are installed: none of the tools of these tests, no extra."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.end_to_end.small_city import write_register
from tests.repository.tree import ROOT

UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_what_the_package_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "src" / "tongket").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT / "src").as_posix() in names
    assert not any(name.startswith(("tests/", "scripts/", "docs/")) for name in names)


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel with its locked dependencies alone, from what was downloaded before."""
    if not UV.exists():
        pytest.skip("uv is not beside this Python: run the tests with `make test`")
    home = tmp_path_factory.mktemp("clean") / "venv"
    quiet = {"check": False, "capture_output": True, "text": True, "timeout": 300}
    subprocess.run([UV, "venv", "--python", sys.executable, home], **quiet)
    python = home / "bin" / "python"
    install = [UV, "pip", "install", "--offline", "--python", python]
    done = subprocess.run([*install, "--require-hashes", "-r", ROOT / "requirements.lock"], **quiet)
    if done.returncode:
        pytest.skip(f"the locked dependencies are not at hand without a network: {done.stderr.strip()[-200:]}")
    done = subprocess.run([*install, "--no-deps", wheel], **quiet)
    assert done.returncode == 0, done.stderr
    return home / "bin" / "tongket"


@pytest.mark.slow
def test_installed_program_goes_the_whole_way(program: Path, tmp_path: Path) -> None:
    register = write_register(tmp_path / "cases.csv")
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(program), *words], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
        )

    assert run("init", "can-tho").returncode == 0
    collected = run("collect", "can-tho", register.path.name, "--received-on", "2023-01-04")
    assert collected.returncode == 1, collected.stderr
    assert run("close", "can-tho", "--as-of", "2023-01-05").returncode == 0
    counted = run("count", "can-tho", "--period", "mps:2022", "--indicator", "recorded.social_order")
    assert "recorded.social_order" in counted.stdout, counted.stderr
    reported = run("report", "can-tho", "--period", "mps:2022")
    assert reported.returncode == 0, reported.stderr
    assert len(list((tmp_path / "can-tho" / "reports").iterdir())) == 3

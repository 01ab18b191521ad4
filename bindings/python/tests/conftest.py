"""What several tests need: the repository, its program, and one small run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import veilsim as vs

ROOT = Path(__file__).resolve().parents[3]
#: Makes a run that would take minutes one that takes less than a second.
SMALL = {"sample": 0.00005}


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def program():
    """Runs the command line with arguments; `VEILSIM` may name the program, or else it is the one that cargo built."""
    binary = Path(os.environ.get("VEILSIM", ROOT / "target/debug/veilsim"))
    assert binary.is_file(), f"{binary} is not there: cargo build"
    environment = {**os.environ, "NO_COLOR": "1", "LANG": "C.UTF-8"}

    def run(*arguments: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
        words = [str(binary), *map(str, arguments)]
        return subprocess.run(words, cwd=folder, capture_output=True, text=True, encoding="utf-8", env=environment)

    return run


@pytest.fixture(scope="session")
def smoke() -> vs.Scenario:
    return vs.Scenario(ROOT / "scenarios/smoke.toml").set(SMALL)


@pytest.fixture(scope="session")
def result(smoke: vs.Scenario) -> vs.Result:
    return smoke.run(replications=8)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}

"""How something is simulated: what all methods of a scenario have in common."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypedDict, Union

#: What may be given for `progress`: whether to show a line of it, or what to call with the runs that have finished and all runs.
Progress = Union[bool, Callable[[int, int], Any]]


class Options(TypedDict, total=False):
    """Keyword arguments of everything that simulates."""

    #: Replications of each point, instead of the scenario's number; two share a draw of the assumptions.
    replications: int | None
    #: Root of all chance, instead of the scenario's.
    seed: int | None
    #: Root of the draws of the uncertain parameters, instead of the seed.
    assumption_seed: int | None
    #: The outcomes to tell of, instead of those that are usual.
    outcomes: Sequence[str]
    #: Folder to write results to, with charts; one that is interrupted goes on there. By default one that goes with the object.
    out: str | os.PathLike[str] | None
    #: Threads; 0 for one a core. The numbers do not depend on it.
    threads: int
    #: Refuse a run of more expected events than this; by default 1e10.
    most_events: float | None
    #: Refuse a run of more expected memory than this, in GB; by default 8.
    most_memory: float | None
    #: Whether to show a line of progress on stderr; or what is called with the runs that have finished, and all of them.
    progress: Progress


class Place:
    """A folder for results: one that the caller names, or one that goes when nobody needs it any longer."""

    def __init__(self, out: str | os.PathLike[str] | None, name: str) -> None:
        self.is_kept = out is not None
        if out is not None:
            self.path = Path(out)
        else:
            folder = tempfile.mkdtemp(prefix="veilsim-")
            self.path = Path(folder) / name
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


class _Line:
    """A line of progress on stderr."""

    def __call__(self, finished: int, runs: int) -> None:
        end = "\n" if finished >= runs else ""
        sys.stderr.write(f"\r{finished} of {runs} runs{end}")
        sys.stderr.flush()


def heard(progress: Progress) -> Callable[[int, int], Any] | None:
    """What is called with the progress, if anything is."""
    if callable(progress):
        return progress
    return _Line() if progress else None


def arguments(name: str, given: Options) -> tuple[Place, dict[str, Any]]:
    """The place of the results, by default under a name, and the options as the compiled part takes them."""
    unknown = set(given) - set(Options.__annotations__)
    if unknown:
        raise TypeError(f"unknown options: {', '.join(sorted(unknown))}; there are: {', '.join(Options.__annotations__)}")
    place = Place(given.get("out"), name)
    outcomes = given.get("outcomes", ())
    return place, {
        "replications": given.get("replications"),
        "seed": given.get("seed"),
        "assumption_seed": given.get("assumption_seed"),
        "threads": given.get("threads", 0),
        "most_events": given.get("most_events"),
        "most_memory": given.get("most_memory"),
        # Charts are drawn when they are asked for; in a folder that is kept, all of them are wanted.
        "tables_only": not place.is_kept,
        "out": place.path,
        "outcomes": [outcomes] if isinstance(outcomes, str) else list(outcomes),
        "progress": heard(given.get("progress", False)),
    }

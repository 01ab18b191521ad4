"""What came out: of a run, of a method, of a calibration."""

from __future__ import annotations

import copy
import html
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from . import _core
from ._chart import Chart
from ._run import Options, Place, Progress, arguments, heard
from ._table import Table, Tables

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._scenario import Scenario


class _Folder:
    """A folder with a record and the tables that it names."""

    _RECORD = "manifest.json"

    def __init__(self, folder: str | os.PathLike[str], place: Place | None = None) -> None:
        # The place goes with the last object that needs it.
        self._folder, self._place = Path(folder), place
        self._manifest: dict[str, Any] = json.loads((self._folder / self._RECORD).read_text(encoding="utf-8"))
        self._tables = Tables(self._folder, [table["file"] for table in self._manifest["tables"]])

    @property
    def folder(self) -> Path:
        """Where the tables are. Without ``out`` it is temporary, and goes with this object."""
        return self._folder

    @property
    def manifest(self) -> dict[str, Any]:
        """What was run, as the folder has it on record."""
        return copy.deepcopy(self._manifest)

    @property
    def tables(self) -> Tables:
        """Every table, by its name."""
        return self._tables

    def __getattr__(self, name: str) -> Table:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._tables[name]
        except KeyError as error:
            raise AttributeError(f"neither an attribute nor a table: {error.args[0]}") from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._tables]


class _Results(_Folder):
    """Results with a manifest, with which they can be verified."""

    @property
    def digest(self) -> str:
        """The hash of all outcomes. Two runs with the same digest came out the same; the command line gives the same one."""
        return str(self._manifest["digest"])

    @property
    def question(self) -> str:
        """The question of the scenario."""
        return str(self._manifest["run"]["question"])

    @property
    def charts(self) -> dict[str, str]:
        """What each chart shows, by the name that :meth:`plot` takes."""
        return dict(_core.charts(self._folder))

    def plot(self, chart: str, *, narrow: bool = False) -> Chart:
        """Draws a chart from the tables, wide or for a phone. A notebook shows it."""
        return Chart(chart, self.charts.get(chart, ""), dict(_core.draw(self._folder, chart, narrow)))

    def report(self, out: str | os.PathLike[str]) -> Path:
        """Writes the results to a folder with all their charts and, of a run, ``report.html``: what the command line would write."""
        return _core.put(self._folder, Path(out))

    def _html(self, lines: list[str]) -> str:
        said = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        warnings = "".join(f"<li>{html.escape(cause)}</li>" for cause in self._tables["warnings"]["cause"])
        known = f"<p>Before using it:</p><ul>{warnings}</ul>" if warnings else ""
        return f"<h4>{html.escape(self.question)}</h4>{said}{known}<p><small>digest {self.digest}</small></p>"


class Result(_Results):
    """What came out of a run. Each of its tables is an attribute: ``summary``, ``outcomes``, ``draws``, ``timeseries``, ``chain``,
    ``calibration``, ``warnings`` and the others that ``tables`` has.
    """

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was run."""
        from ._scenario import Scenario

        return Scenario._of(_core.recorded(self._folder))

    @property
    def answer(self) -> list[str]:
        """The answer to the question, in sentences."""
        return _core.answer(self._folder)

    def sensitivity(self, **options: Unpack[Options]) -> Answer:
        """Which assumptions decide, from the draws that it has: nothing is simulated."""
        return self._ask("sensitivity", options)

    def robustness(self, at_most: Mapping[str, float] | None = None, **options: Unpack[Options]) -> Answer:
        """What a wrong choice of policy costs, and what it is worth to know more, from the draws that it has."""
        return self._ask("robustness", options, list((at_most or {}).items()))

    def discover(self, when: str, **options: Unpack[Options]) -> Answer:
        """In which of its worlds something holds, for example ``difference(children-harmed, default-e2ee) > 0``."""
        return self._ask("discover", options, when)

    def _ask(self, method: str, options: Options, *more: Any) -> Answer:
        fixed = {"replications", "seed", "assumption_seed"}.intersection(options)
        if fixed:
            raise TypeError(f"results have their draws already: ask their scenario to change {', '.join(sorted(fixed))}")
        return ask(_core.recorded(self._folder), method, options, *more)

    def _repr_html_(self) -> str:
        return self._html(self.answer)

    def __repr__(self) -> str:
        run = self._manifest["run"]
        return f"<Result of {run['name']}: {len(run['arms'])} arms, {run['replications']} replications>"


class Answer(_Results):
    """What came out of a method. Each of its tables is an attribute; ``tables`` has them all."""

    def __init__(self, folder: str | os.PathLike[str], place: Place | None = None, said: list[str] | None = None) -> None:
        super().__init__(folder, place)
        self._said = list(said or [])

    @property
    def method(self) -> str:
        """The name of the method."""
        return str(self._manifest["method"]["name"])

    @property
    def said(self) -> list[str]:
        """The answer in lines, as the command line prints it; nothing where results were loaded, which have it in their tables."""
        return list(self._said)

    def _repr_html_(self) -> str:
        return self._html(self._said)

    def __repr__(self) -> str:
        return f"<Answer of {self.method} to {self._manifest['run']['name']}>"


class Calibration(_Folder):
    """What came out of a calibration. Its tables are ``calibration_targets``, ``calibration_parameters`` and the others that ``tables``
    has.
    """

    _RECORD = "calibration.json"

    def __init__(self, folder: str | os.PathLike[str], place: Place | None = None) -> None:
        super().__init__(folder, place)
        files = [table["file"] for table in self._manifest["tables"]]
        self._tables = Tables(self._folder, [file for file in files if file != self.posterior.name])

    @property
    def posterior(self) -> Path:
        """The file with the posterior, for ``Scenario(…, draws_from=…)``. Copy it from a temporary folder to keep it."""
        return self._folder / "posterior.csv"

    @property
    def chart(self) -> Chart:
        """How far the model is from the published figures, before and after."""
        name = "calibration-targets"
        svg = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        return Chart(name, "how far the model is from published figures, before and after", {name: svg})

    def _repr_html_(self) -> str:
        return self.tables["calibration_targets"]._repr_html_()

    def __repr__(self) -> str:
        return f"<Calibration of {self._manifest['name']}: {self._manifest['members']} members>"


class Verification(NamedTuple):
    """What a second run of results gave; true where it is the same."""

    #: The digest, where it is the same.
    digest: str | None
    #: Each difference in words.
    differences: list[str]

    @property
    def same(self) -> bool:
        """Whether it is the same, to the byte."""
        return self.digest is not None

    def __bool__(self) -> bool:
        return self.same


def ask(core: _core.Scenario, method: str, options: Options, *more: Any) -> Answer:
    """Asks a method of the compiled part; `more` is what it takes beside the options."""
    place, given = arguments(f"{core.name}-{method}", options)
    folder, said = getattr(_core, method)(core, given, *more)
    return Answer(folder, place, said)


def load(folder: str | os.PathLike[str]) -> Result | Answer | Calibration:
    """Results that veilsim wrote to a folder before."""
    folder = Path(folder)
    if (folder / Calibration._RECORD).is_file():
        return Calibration(folder)
    if not (folder / Result._RECORD).is_file():
        raise FileNotFoundError(f"{folder} has no results of veilsim: there is no manifest.json in it")
    loaded = Answer(folder)
    return loaded if "method" in loaded._manifest else Result(folder)


def verify(
    results: Result | Answer | str | os.PathLike[str],
    *,
    threads: int = 0,
    most_events: float | None = None,
    most_memory: float | None = None,
    progress: Progress = False,
) -> Verification:
    """Runs again what results, or a folder of them, have on record, and compares every byte."""
    folder = results.folder if isinstance(results, _Folder) else Path(results)
    return Verification(*_core.verify(folder, threads, most_events, most_memory, heard(progress)))

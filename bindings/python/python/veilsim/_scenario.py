"""A scenario: a question, a world, and the policies to compare."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union, overload

from . import _core
from ._core import Scenario as _Core
from ._results import Answer, Calibration, Result, ask
from ._run import Options, arguments

if TYPE_CHECKING:
    from typing_extensions import Unpack

#: What a parameter can be set to: a number, a switch, a text such as "3 days", or a table such as ``{"uniform": [20, 200]}``.
Value = Union[bool, int, float, str, Sequence[Any], Mapping[str, Any]]


class Scenario:
    """A scenario, from a file or by the name of one that ships. It never changes: :meth:`set` gives another one.

    A mistake in it raises :class:`veilsim.ScenarioError`, which shows all of its problems with their places.

    :param source: a file, or a name that :func:`veilsim.scenarios` has
    :param targets: a file of published figures to hold it against, instead of those that ship
    :param draws_from: a posterior from which the uncertain parameters are drawn, instead of their ranges
    :param prior: whether they are drawn from their ranges though the scenario names a posterior
    """

    __slots__ = ("_core",)
    _core: _Core

    def __init__(
        self,
        source: str | os.PathLike[str],
        *,
        targets: str | os.PathLike[str] | None = None,
        draws_from: str | os.PathLike[str] | None = None,
        prior: bool = False,
    ) -> None:
        object.__setattr__(self, "_core", _Core(Path(source), [], _path(targets), _path(draws_from), prior))

    @classmethod
    def from_text(cls, text: str, name: str = "scenario") -> Scenario:
        """A scenario from a text in TOML."""
        return cls._of(_Core.from_text(name, text))

    @classmethod
    def _of(cls, core: _Core) -> Scenario:
        scenario = cls.__new__(cls)
        object.__setattr__(scenario, "_core", core)
        return scenario

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a scenario does not change; s.set({name!r}, …) gives another one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a scenario does not change")

    @overload
    def set(self, path: str, value: Value) -> Scenario: ...
    @overload
    def set(self, path: Mapping[str, Value]) -> Scenario: ...
    def set(self, path: str | Mapping[str, Value], value: Value | None = None) -> Scenario:
        """Another scenario with a value set, or several: ``s.set("sample", 0.1)``, ``s.set({"sample": 0.1, "horizon": "1 years"})``.

        A file is read again, as it now stands.
        """
        values: dict[str, Any] = {path: value} if isinstance(path, str) else dict(path)
        return self._of(self._core.set([(path, _set(value)) for path, value in values.items()]))

    @property
    def name(self) -> str:
        """Its name."""
        return self._core.name

    @property
    def title(self) -> str | None:
        """Its title, if it has one."""
        return self._core.title

    @property
    def question(self) -> str:
        """The question it asks."""
        return self._core.question

    @property
    def arms(self) -> list[str]:
        """The names of its policies. The first is the baseline."""
        return self._core.arms

    @property
    def seed(self) -> int:
        """Root of all chance."""
        return self._core.seed

    @property
    def replications(self) -> int:
        """Replications of each arm."""
        return self._core.replications

    @property
    def text(self) -> str:
        """The text of its file."""
        return self._core.text

    @property
    def overrides(self) -> dict[str, str]:
        """The values that were set, as the command line's ``--set`` takes them."""
        return dict(self._core.overrides)

    def explain(self, name: str) -> str:
        """What mechanisms, parameters, outcomes and figures mean whose names have this in them."""
        return _core.explain(name)

    def check(self, *, most_events: float | None = None, most_memory: float | None = None) -> str:
        """What there is to say of it without running it: how much of it is cited, how much assumed, and what may not be meant."""
        return self._core.check(most_events, most_memory)

    def run(self, *, until_precision: float | None = None, **options: Unpack[Options]) -> Result:
        """Simulates every policy under the same chance.

        Ctrl-C raises ``KeyboardInterrupt``; other threads of Python go on meanwhile. The numbers are those of ``veilsim run``.

        :param until_precision: stop as soon as the interval of every headline difference, or of those of ``outcomes``, is at most this
            share of the baseline to either side; looked at after 20, 40, 80, … replications
        :param options: ``replications``, ``seed``, ``assumption_seed``, ``outcomes``, ``out``, ``threads``, ``most_events``,
            ``most_memory`` and ``progress``, which :class:`veilsim._run.Options` describes
        """
        place, given = arguments(self.name, options)
        return Result(self._core.run(given, until_precision), place)

    def sweep(self, path: str, low: float | str | None = None, high: float | str | None = None, n: int = 5, **options: Unpack[Options]) -> Answer:
        """Simulates the policies along a parameter, at `n` values from `low` to `high`, all on the same draws and chance.

        ``s.sweep("platform.tiktok.review.staff", 20, 200, 5)``; words as ``s.sweep("PATH=none,opt-in,default")``. :meth:`sweep_map` has
        two parameters.
        """
        axis = path if low is None and high is None else f"{path}={low}..{high}:{n}"
        return ask(self._core, "sweep", options, [axis])

    def sweep_map(self, one: str, other: str, **options: Unpack[Options]) -> Answer:
        """Simulates the policies over two parameters, each as ``PATH=LOW..HIGH:N`` or ``PATH=A,B,C``: where they differ in which way."""
        return ask(self._core, "sweep", options, [one, other])

    def sensitivity(self, draws: int | None = None, **options: Unpack[Options]) -> Answer:
        """Which assumptions decide, with chance kept out, from so many draws of them as they come, each simulated under two chances."""
        return ask(self._core, "sensitivity", _of_draws(draws, options))

    def morris(self, walks: int = 10, **options: Unpack[Options]) -> Answer:
        """Elementary effects: walks along which one assumption moves at a time. 10 to 30 walks are usual."""
        return ask(self._core, "morris", options, walks)

    def sobol(self, blocks: int = 16, points: int = 16, of: Sequence[str] = (), **options: Unpack[Options]) -> Answer:
        """First-order and total indices, from independently scrambled blocks of so many points; best a power of two.

        :param of: the assumptions that have indices of their own, instead of the 16 that explain most; all others are one group
        """
        return ask(self._core, "sobol", options, blocks, points, list(of))

    def attribution(self, arm: str | None = None, **options: Unpack[Options]) -> Answer:
        """What each lever of a policy adds to its difference from the baseline; by default of the policy that the question is about."""
        arm = arm or self._core.asks_about
        if arm is None:
            raise ValueError("the question is about no arm: name one")
        return ask(self._core, "attribution", options, arm)

    def robustness(self, at_most: Mapping[str, float] | None = None, *, draws: int | None = None, **options: Unpack[Options]) -> Answer:
        """What a wrong choice of policy costs, and what it is worth to know more.

        :param at_most: also say in which share of the draws each policy keeps an outcome at or below this
        :param draws: draws of the assumptions, each simulated under two chances
        """
        return ask(self._core, "robustness", _of_draws(draws, options), list((at_most or {}).items()))

    def discover(self, when: str, *, draws: int | None = None, **options: Unpack[Options]) -> Answer:
        """In which worlds something holds, for example ``difference(children-harmed, default-e2ee) > 0``, as a box and as a tree."""
        return ask(self._core, "discover", _of_draws(draws, options), when)

    def calibrate(self, members: int = 256, rounds: int = 4, **options: Unpack[Options]) -> Calibration:
        """Which draws of the assumptions published figures leave: an ensemble that is moved towards the figures in rounds."""
        place, given = arguments(f"{self.name}-calibration", options)
        return Calibration(_core.calibrate(self._core, given, members, rounds), place)

    def _repr_html_(self) -> str:
        arms = "".join(f"<li>{html.escape(arm)}</li>" for arm in self.arms)
        return f"<h4>{html.escape(self.question)}</h4><ul>{arms}</ul><p>{html.escape(self.check())}</p>"

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {self.question}>"


def scenarios() -> dict[str, str]:
    """The scenarios that ship: the question of each, by its name."""
    return dict(_core.scenarios())


def _path(file: str | os.PathLike[str] | None) -> Path | None:
    return None if file is None else Path(file)


def _of_draws(draws: int | None, options: Options) -> Options:
    """The options of a method that looks at draws: two replications share one."""
    if draws is None:
        return options
    if "replications" in options:
        raise TypeError("give draws or replications, not both")
    return {**options, "replications": 2 * draws}


def _set(value: Any) -> str:
    """A value as ``--set`` takes it: a text stands as it is."""
    if value is None:
        raise TypeError("a value is a number, a switch, a text, or a table such as {'uniform': [20, 200]}")
    return value if isinstance(value, str) else _toml(value)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_toml, value)) + "]"
    # Numbers of numpy are numbers too.
    return repr(value.item() if hasattr(value, "item") else value)

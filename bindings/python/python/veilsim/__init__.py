"""What happens to children, offenders, innocent people and everyone's privacy when a messaging platform can, or can no longer,
read its direct messages?

veilsim simulates the policies of a scenario over the same years and under the same chance, and shows the consequences side by side::

    import veilsim as vs
    s = vs.Scenario("tiktok-dms").set("platform.tiktok.review.staff", 200)
    r = s.run(replications=100)
    r.summary.to_pandas()
    r.plot("paired-differences")

The numbers are those of the command line, to the bit. What happens on the way is told to the logger ``veilsim``.
"""

from __future__ import annotations

from . import analysis
from ._core import VERSION as __version__
from ._core import Error, ScenarioError, explain
from ._results import Answer, Calibration, Result, Verification, load, verify
from ._scenario import Scenario, scenarios
from ._table import Table, Tables
from ._chart import Chart

__all__ = [
    "Answer",
    "Calibration",
    "Chart",
    "Error",
    "Result",
    "Scenario",
    "ScenarioError",
    "Table",
    "Tables",
    "Verification",
    "__version__",
    "analysis",
    "explain",
    "load",
    "scenarios",
    "verify",
]

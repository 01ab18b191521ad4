"""Methods: their answers, tables, charts and warnings are those of the command line."""

from __future__ import annotations

import pytest
import veilsim as vs
from conftest import files

STAFF = "platform.tiktok.review.staff"


def test_a_sweep_is_that_of_the_command_line(program, smoke, tmp_path):
    answer = smoke.sweep(STAFF, 20, 200, 3, replications=4)
    assert isinstance(answer, vs.Answer) and answer.method == "sweep" and answer.said
    of_program = tmp_path / "of-program"
    words = ["--set", f"sample={smoke.overrides['sample']}", "--over", f"{STAFF}=20..200:3", "--replications", 4, "--out", of_program]
    done = program("sweep", "scenarios/smoke.toml", *words)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == answer.said
    assert vs.load(of_program).digest == answer.digest
    answer.report(tmp_path / "of-python")
    assert files(of_program) == files(tmp_path / "of-python")
    assert vs.verify(answer)


def test_words_and_two_parameters_are_swept(smoke):
    arm = smoke.arms[1]
    words = smoke.sweep(f"arm.{arm}.platform.tiktok.encryption=none,default", replications=2)
    assert {"none", "default"} <= set(words.points["set"])
    by_two = smoke.sweep_map(f"{STAFF}=20..200:2", "market.us.investigation.investigators=200..800:2", replications=2)
    assert max(by_two.points["point"]) == 3
    with pytest.raises(vs.Error, match="swept twice"):
        smoke.sweep_map(f"{STAFF}=20..200:2", f"{STAFF}=20..200:2")
    with pytest.raises(vs.Error, match="there is no parameter"):
        smoke.sweep("staf", 1, 2)


def test_sensitivity_is_asked_of_draws_that_are_there_or_simulated(smoke, result):
    of_result = result.sensitivity(outcomes="reports")
    of_scenario = smoke.sensitivity(draws=4, outcomes=["reports"])
    assert of_result.digest == of_scenario.digest
    assert of_result.indices.records() == of_scenario.indices.records()
    assert of_result.warnings.rows > 0, "four draws tell next to nothing"
    with pytest.raises(TypeError, match="draws or replications"):
        smoke.sensitivity(draws=4, replications=8)
    with pytest.raises(TypeError, match="have their draws already"):
        result.sensitivity(seed=1)


def test_effects_and_indices(smoke):
    walks = smoke.morris(walks=2, outcomes="reports")
    assert walks.elementary.rows > 0
    indices = smoke.sobol(blocks=2, points=2, of=[smoke_range(smoke)], outcomes="reports")
    assert indices.signals.rows > 0 and indices.manifest["method"]["inputs"] == [smoke_range(smoke)]
    for wrong in [lambda: smoke.morris(walks=1), lambda: smoke.sobol(blocks=1)]:
        with pytest.raises(vs.Error, match="is the least"):
            wrong()


def smoke_range(smoke) -> str:
    """An uncertain parameter of the scenario."""
    return smoke.run(replications=2).draws["parameter"][0]


def test_attribution_is_of_the_arm_that_the_question_is_about(smoke):
    answer = smoke.attribution(replications=2)
    assert answer.manifest["method"]["arm"] == smoke.arms[1]
    assert answer.attribution.rows > 0
    assert answer.plot("attribution").svg.startswith("<svg")
    with pytest.raises(vs.Error, match="no arm beside the baseline is called nobody"):
        smoke.attribution("nobody")


def test_robustness_and_discovery(smoke, result):
    answer = result.robustness({"reports": 1000.0})
    assert answer.met["outcome"] and answer.regret.rows > 0
    assert smoke.robustness(draws=4).digest == answer.digest
    with pytest.raises(vs.Error, match="there is no such outcome; did you mean reports?"):
        result.robustness({"report": 1.0})
    with pytest.raises(vs.Error, match="is a number"):
        result.robustness({"reports": float("nan")})
    where = f"difference(reports, {smoke.arms[1]}) < 0"
    assert result.discover(where).digest == smoke.discover(where, draws=4).digest
    with pytest.raises(vs.Error, match="there is no arm nobody; there are: "):
        result.discover("difference(reports, nobody) < 0")


def test_a_value_that_cannot_be_at_a_point_is_shown_with_its_place(smoke):
    with pytest.raises(vs.ScenarioError, match="at point 1, with ") as caught:
        smoke.sweep("platform.tiktok.enforcement.suspend=0,1", replications=2)
    assert "are parts of one whole" in str(caught.value) and "╭─[" in str(caught.value)


def test_a_calibration_has_its_tables_chart_and_posterior(root, tmp_path):
    scenario = vs.Scenario(root / "scenarios/calibration-check.toml").set("sample", 0.00005)
    calibration = scenario.calibrate(members=16, rounds=1, out=tmp_path / "calibration")
    assert calibration.calibration_log["members"] == [16]
    assert calibration.calibration_targets.rows > 0 and calibration.chart.svg.startswith("<svg")
    assert calibration._repr_html_().startswith("<table>")
    loaded = vs.load(calibration.folder)
    assert isinstance(loaded, vs.Calibration) and loaded.tables.keys() == calibration.tables.keys()
    drawn = vs.Scenario(root / "scenarios/calibration-check.toml", draws_from=calibration.posterior)
    with pytest.raises(vs.Error, match="prior=True"):
        drawn.calibrate(members=16, rounds=1)
    with pytest.raises(vs.Error, match="members is 2"):
        scenario.calibrate(members=2)

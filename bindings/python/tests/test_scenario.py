"""Scenarios: read, set, refused and explained as the command line does."""

from __future__ import annotations

import pytest
import veilsim as vs

SLIP = "platform.tiktok.review.staf"


def test_a_scenario_never_changes(smoke):
    before = (smoke.overrides, smoke.text, smoke.seed)
    other = smoke.set("platform.tiktok.review.staff", 80)
    assert (smoke.overrides, smoke.text, smoke.seed) == before
    assert other.overrides == {**smoke.overrides, "platform.tiktok.review.staff": "80"}
    with pytest.raises(AttributeError, match="does not change"):
        smoke.seed = 2
    with pytest.raises(AttributeError, match="does not change"):
        del smoke._core
    smoke.arms.append("another")
    assert "another" not in smoke.arms


def test_what_is_set_later_takes_the_place_of_what_was_set_before(smoke):
    staff = "platform.tiktok.review.staff"
    assert smoke.set(staff, 80).set(staff, 90).overrides == smoke.set(staff, 90).overrides


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (80, "80"),
        (0.5, "0.5"),
        ({"uniform": [20, 200]}, "{ uniform = [20, 200] }"),
        ({"value": 80, "evidence": "assumed", "note": 'so "many"'}, '{ value = 80, evidence = "assumed", note = "so \\"many\\"" }'),
    ],
)
def test_values_are_set_as_the_command_line_takes_them(smoke, value, text):
    path = "platform.tiktok.review.on-duty" if value == 0.5 else "platform.tiktok.review.staff"
    assert smoke.set(path, value).overrides[path] == text


def test_switches_and_texts_are_set_too(smoke):
    set_ = smoke.set({"horizon": "26 weeks", "mechanism.review.enabled": False}).overrides
    assert (set_["horizon"], set_["mechanism.review.enabled"]) == ("26 weeks", "false")
    with pytest.raises(TypeError):
        smoke.set("sample", None)


def test_errors_are_those_of_the_command_line_with_carets(root, program, monkeypatch):
    monkeypatch.chdir(root)
    for arguments, read in [
        (["scenarios/smoke.toml", "--set", f"{SLIP}=80"], lambda: vs.Scenario("scenarios/smoke.toml").set(SLIP, 80)),
        (["nowhere.toml"], lambda: vs.Scenario("nowhere.toml")),
    ]:
        shown = program("run", *arguments)
        assert shown.returncode == 2
        with pytest.raises(vs.ScenarioError) as caught:
            read()
        assert [line.rstrip() for line in str(caught.value).splitlines()] == [line.rstrip() for line in shown.stderr.rstrip().splitlines()]
        assert isinstance(caught.value, vs.Error)


def test_problems_can_be_looked_at_one_by_one(smoke):
    with pytest.raises(vs.ScenarioError) as caught:
        smoke.set({SLIP: 80, "sample": 7})
    assert "────" in str(caught.value) and "did you mean staff?" in str(caught.value)
    problems = {problem["message"]: problem for problem in caught.value.problems}
    assert len(problems) == 2
    slip = problems["unknown key staf in platform.tiktok.review"]
    assert (slip["file"], slip["line"], slip["column"]) == ("--set", 1, 24)


def test_scenarios_that_ship_are_there_by_name():
    names = vs.scenarios()
    assert vs.Scenario("tiktok-dms").question == names["tiktok-dms"]
    assert vs.Scenario("tiktok-dms").arms[0] == "keep-readable"


def test_a_text_is_a_scenario(smoke):
    scenario = vs.Scenario.from_text(smoke.text, "mine").set(smoke.overrides)
    assert (scenario.name, scenario.arms, scenario.overrides) == ("mine", smoke.arms, smoke.overrides)
    with pytest.raises(vs.ScenarioError, match="question"):
        vs.Scenario.from_text("seed = 1")


def test_check_and_explain_say_what_the_command_line_says(root, program):
    checked = program("check", "scenarios/smoke.toml")
    assert vs.Scenario(root / "scenarios/smoke.toml").check() in checked.stdout
    for name in ["review.staff", ""]:
        assert vs.Scenario("smoke").explain(name) == program("explain", name).stdout
    with pytest.raises(vs.Error, match="nothing is called qqq"):
        vs.explain("qqq")


def test_too_much_work_is_refused():
    smoke = vs.Scenario("smoke")
    with pytest.raises(vs.Error, match="smoke: "):
        smoke.check(most_events=10)
    with pytest.raises(vs.Error, match="smoke: "):
        smoke.run(replications=1, most_events=10)

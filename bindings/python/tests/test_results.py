"""Results: tables, charts, notebooks, and folders that are loaded and verified."""

from __future__ import annotations

import builtins
import csv
import shutil

import pandas
import polars
import pytest
import veilsim as vs


def test_every_table_of_the_folder_is_there_with_all_its_rows(result):
    names = {file.stem.replace("-", "_"): file for file in result.folder.glob("*.csv")}
    assert set(result.tables) == set(names) and len(names) == 26
    for name, file in names.items():
        table = result.tables[name]
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.reader(opened))
        assert list(table) == rows[0]
        assert table.rows == len(rows) - 1
        assert set(table.about) == set(table) and all(table.about.values())


@pytest.mark.parametrize("name", ["summary", "outcomes", "draws", "timeseries", "chain", "calibration", "warnings"])
def test_tables_are_attributes(result, name):
    assert getattr(result, name) is result.tables[name]
    assert getattr(result.tables, name) is result.tables[name]


def test_a_name_that_is_not_there_says_which_are(result):
    with pytest.raises(AttributeError, match="there is no table sumary; there are: summary|chain"):
        result.sumary
    with pytest.raises(KeyError, match="it has: arm"):
        result.summary["means"]


def test_cells_have_the_kind_of_their_column(result):
    outcomes = result.outcomes
    assert all(isinstance(value, int) for value in outcomes["replication"])
    assert all(isinstance(value, float) for value in outcomes["value"])
    assert all(isinstance(value, str) for value in outcomes["arm"])
    assert None in result.summary["difference"], "the baseline differs from nothing"
    first = outcomes.records()[0]
    assert first == {column: cells[0] for column, cells in outcomes.items()}


def test_rows_are_chosen_by_their_cells(result):
    chosen = result.outcomes.where(outcome="reports", platform="all", market="all", age_band="all", arm=result.scenario.arms[0])
    assert chosen.rows == 8 and set(chosen["outcome"]) == {"reports"}
    mean = sum(chosen["value"]) / 8
    row = result.summary.where(outcome="reports", platform="all", market="all", age_band="all", arm=result.scenario.arms[0])
    assert row["mean"] == [pytest.approx(mean)]


def test_pandas_and_polars_have_the_same_numbers(result):
    for table in result.tables.values():
        frame, other = table.to_pandas(), table.to_polars()
        assert isinstance(frame, pandas.DataFrame) and isinstance(other, polars.DataFrame)
        assert frame.shape == other.shape == (table.rows, len(table))
        assert list(frame.columns) == other.columns == list(table)
    assert str(result.summary.to_pandas()["difference"].dtype) == "float64"
    assert result.summary.to_polars()["difference"].to_list() == result.summary["difference"]
    assert result.outcomes.to_polars().schema["replication"] == polars.Int64


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_without_pandas_or_polars_it_says_what_to_install(result, library, monkeypatch):
    real = builtins.__import__

    def without(name, *arguments, **more):
        if name == library:
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=f"pip install {library}"):
        getattr(result.summary, f"to_{library}")()


def test_charts_are_those_of_the_folder(result, tmp_path):
    result.report(tmp_path / "out")
    drawn = {file.stem: file.read_text(encoding="utf-8") for file in (tmp_path / "out/charts").glob("*.svg")}
    chart = result.plot("paired-differences")
    assert chart._repr_svg_() == chart.svg == drawn["paired-differences"]
    assert result.plot("paired-differences", narrow=True).svg == drawn["paired-differences-narrow"]
    assert chart.save(tmp_path)[0].read_text(encoding="utf-8") == chart.svg
    assert chart.about == result.charts["paired-differences"] in repr(chart)
    with pytest.raises(vs.Error, match="there is no chart pie; there are: .*paired-differences"):
        result.plot("pie")


def test_a_notebook_shows_scenario_result_and_table(result):
    assert result.question in result.scenario._repr_html_()
    shown = result._repr_html_()
    assert all(part in shown for part in [result.digest, result.question]) and result.answer
    table = result.outcomes._repr_html_()
    assert table.count("<tr>") == 11 and f"{result.outcomes.rows - 10} more rows" in table


def test_a_folder_loads_as_it_was(result, tmp_path):
    loaded = vs.load(result.report(tmp_path / "out"))
    assert isinstance(loaded, vs.Result)
    assert loaded.digest == result.digest
    assert loaded.summary.records() == result.summary.records()
    assert (loaded.answer, loaded.charts) == (result.answer, result.charts)
    with pytest.raises(FileNotFoundError, match="no manifest.json"):
        vs.load(tmp_path)


def test_the_scenario_of_a_result_runs_again(result):
    again = result.scenario
    assert (again.replications, again.arms) == (8, result.manifest["run"]["arms"])
    assert again.run().digest == result.digest
    changed = again.set("platform.tiktok.review.staff", 5)
    assert changed.replications == 8 and changed.run().digest != result.digest
    assert again.set({"replications": 2}).replications == 2


def test_results_are_verified(result, tmp_path):
    verified = vs.verify(result)
    assert verified and verified.same and verified.digest == result.digest and verified.differences == []
    folder = tmp_path / "out"
    shutil.copytree(result.folder, folder)
    summary = folder / "summary.csv"
    summary.write_text(summary.read_text(encoding="utf-8").replace("children", "grown-ups"), encoding="utf-8")
    changed = vs.verify(folder)
    assert not changed and changed.digest is None
    assert any("summary.csv" in difference for difference in changed.differences)


def test_results_of_another_version_are_said_to_be(result, tmp_path):
    folder = tmp_path / "out"
    shutil.copytree(result.folder, folder)
    manifest = folder / "manifest.json"
    version = f'"version": "{vs.__version__}"'
    text = manifest.read_text(encoding="utf-8")
    assert version in text
    manifest.write_text(text.replace(version, '"version": "0.0.1"'), encoding="utf-8")
    assert "was written by veilsim 0.0.1" in vs.verify(folder).differences[0]

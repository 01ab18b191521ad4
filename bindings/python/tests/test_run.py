"""Runs: the numbers of the command line, Ctrl-C, progress, and other threads that go on."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time

import pytest
import veilsim as vs
from conftest import SMALL, files

#: The same as `smoke` has it.
SETTING = ",".join(f"{path}={value}" for path, value in SMALL.items())


def test_digest_and_every_file_are_those_of_the_command_line(program, result, tmp_path):
    of_program = tmp_path / "of-program"
    done = program("run", "scenarios/smoke.toml", "--set", SETTING, "--replications", 8, "--quiet", "--out", of_program)
    assert done.returncode == 0, done.stderr
    assert vs.load(of_program).digest == result.digest
    assert result.report(tmp_path / "of-python") == tmp_path / "of-python"
    assert files(of_program) == files(tmp_path / "of-python")
    with_out = result.scenario.run(out=tmp_path / "with-out", threads=1)
    assert with_out.folder == tmp_path / "with-out"
    assert files(of_program).keys() == files(with_out.folder).keys()
    assert with_out.digest == result.digest


def test_settings_of_a_run_are_taken(smoke, result):
    assert smoke.run(replications=8, seed=smoke.seed).digest == result.digest
    assert smoke.run(replications=8, seed=smoke.seed + 1).digest != result.digest
    assert smoke.run(replications=8, assumption_seed=5).digest != result.digest
    until = smoke.run(replications=40, until_precision=0.9, outcomes="reports")
    assert until.manifest["run"]["precision"]["outcomes"] == ["reports"]
    for wrong in [{"replications": 0}, {"until_precision": 5}, {"outcomes": "report"}]:
        with pytest.raises(vs.Error):
            smoke.run(**wrong)
    with pytest.raises(TypeError, match="unknown options: replication;"):
        smoke.run(replication=8)


def test_progress_is_told_from_the_thread_that_asked(smoke, capfd):
    told = []
    smoke.run(replications=8, progress=lambda finished, runs: told.append((finished, runs, threading.current_thread())))
    assert told[-1] == (24, 24, threading.current_thread())
    assert [finished for finished, _, _ in told] == sorted(finished for finished, _, _ in told)
    smoke.run(replications=8, progress=True)
    assert capfd.readouterr().err.endswith("24 of 24 runs\n")


def test_an_error_of_progress_ends_a_run_which_goes_on_later(smoke, result, tmp_path):
    smoke = smoke.set("sample", 0.002)

    def stop(finished, runs):
        if finished >= 2:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        smoke.run(replications=200, out=tmp_path / "out", progress=stop)
    assert not (tmp_path / "out").exists()
    told = []
    whole = smoke.run(replications=12, out=tmp_path / "out", progress=lambda finished, runs: told.append(finished))
    assert told[0] >= 2
    assert whole.digest == smoke.run(replications=12).digest


@pytest.mark.parametrize("progress", [False, lambda finished, runs: None])
def test_ctrl_c_is_heard_within_half_a_second(progress):
    scenario, sent = vs.Scenario("tiktok-dms"), []

    def interrupt():
        time.sleep(1)
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        scenario.run(replications=300, progress=progress)
    latency = time.monotonic() - sent[0]
    thread.join()
    print(f"heard after {1000 * latency:.0f} ms")
    assert latency < 0.5


def test_other_threads_run_on(smoke):
    ticks, ended = [0], threading.Event()

    def tick():
        while not ended.wait(0.005):
            ticks[0] += 1

    thread = threading.Thread(target=tick)
    thread.start()
    before, started = ticks[0], time.monotonic()
    smoke.set("sample", 0.005).run(replications=16)
    lasted, during = time.monotonic() - started, ticks[0] - before
    ended.set()
    thread.join()
    assert lasted > 0.2, "the run is too short to tell"
    assert during > lasted / 0.05, f"{during} ticks in {lasted:.1f} s"


def test_a_temporary_folder_goes_with_the_result(smoke):
    result = smoke.run(replications=2)
    folder = result.folder
    assert (folder / "summary.csv").is_file()
    del result
    gc.collect()
    assert not folder.parent.exists()


def test_what_is_done_is_logged(smoke, caplog, tmp_path):
    with caplog.at_level("INFO", logger="veilsim"):
        smoke.run(replications=2, out=tmp_path / "out")
        smoke.run(replications=2, seed=9, out=tmp_path / "out")
    assert any("they will be replaced" in record.message for record in caplog.records)

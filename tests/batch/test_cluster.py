"""A class on a real Dask cluster: whatever becomes of it, the gradebook is as that of one machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.dask_cluster import DaskCluster, slots, slots_end, until
from tests.batch.place import RIGHT, WRONG, Place, wait_for_results
from tests.batch.test_kills import published, rows
from tests.grading.command import AUTOGRADER, run
from tests.grading.test_orphans import all_end, children
from tests.samples import SUITE

pytestmark = pytest.mark.slow
# Long enough to be caught at it.
SLOW = "import time\n\ntime.sleep({})\n\n\ndef reef(turns):\n    return 2 * turns\n"
# Settings of Dask's, for who does not want to wait: for workers, or for a scheduler.
ONE_SECOND = {
    "DASK_DISTRIBUTED__SCHEDULER__NO_WORKERS_TIMEOUT": "1s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s",
}


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture(name="cluster", scope="module")
def _cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Give two workers, for tests that leave them as they are."""
    with DaskCluster(tmp_path_factory.mktemp("cluster"), workers=2) as cluster:
        yield cluster


def on(cluster: DaskCluster) -> tuple[str, ...]:
    """Return the options that grade on a cluster."""
    return ("--dask", cluster.address)


def command(place: Place) -> list[str | Path]:
    """Return the arguments that grade a class."""
    return ["grade", "bends", place.work, "--out", place.out, "--course", place.course]


def start(place: Place, *options: str | Path, **settings: str) -> subprocess.Popen[str]:
    """Start to grade a class, with environment variables."""
    return subprocess.Popen(
        [AUTOGRADER, *command(place), *options],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str], code: int = 0) -> str:
    """Wait for the end of a command, and return what it said."""
    said = "".join(process.communicate(timeout=600))
    assert process.returncode == code, said
    assert "Traceback" not in said
    return said


def grades(worker: subprocess.Popen[bytes]) -> bool:
    """Tell whether a worker with one thread grades: its slot has a child beside the zygote."""
    return any(len(children(slot)) > 1 for slot in slots(worker))


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process of a cluster."""
    process.kill()
    process.wait()


def locally(place: Place) -> tuple[object, object]:
    """Return what grading on this machine gives."""
    out, place.out = place.out, place.out.with_name("locally")
    place.grade()
    found = published(place.out), rows(place.out)
    place.out = out
    return found


def test_a_cluster_fills_the_same_gradebook(place: Place, cluster: DaskCluster) -> None:
    """With whatever students hand in under whatever name, also what only this machine can grade."""
    place.hand_in("crash", "import os\nos._exit(3)\n")
    for number in range(4):
        place.hand_in(f"student{number}", WRONG.format(number))
    (place.work / os.fsdecode(b"m\xfcller.py")).write_text(RIGHT, encoding="utf-8")
    folder = place.work / "dora" / "deep"
    folder.mkdir(parents=True)
    (folder / "bends.py").write_text("from helper import turn\n\n\ndef reef(n):\n    return turn(n)\n")
    (folder / "helper.py").write_text("def turn(n):\n    return n + n\n")
    (place.work / "zora").mkdir()
    (place.work / "link.py").symlink_to(place.work / "alice.py")
    linked = place.work / "erin"
    linked.mkdir()
    (linked / "bends.py").symlink_to(place.work / "alice.py")
    os.mkfifo(place.work / "fifo.py")
    place.grade("--dask", cluster.file)
    assert (published(place.out), rows(place.out)) == locally(place)
    assert place.points()["dora"] == "3"
    assert slots_end(*cluster.workers)
    assert "as before" in place.grade(*on(cluster))


def test_a_worker_that_is_killed_half_way_costs_nobody_anything(place: Place, tmp_path: Path) -> None:
    """Of four, then of two: others grade what it had, and all that it started ends with it."""
    for number in range(8):
        place.hand_in(f"student{number}", SLOW.format(0.3) if number % 2 else WRONG.format(number))
    expected = locally(place)
    with DaskCluster(tmp_path / "cluster", 4) as cluster:
        left = [*cluster.workers]
        for count in (4, 2):
            while len(left) > count:
                end(left.pop())
            place.out = place.out.with_name(f"grades{count}")
            process = start(place, *on(cluster))
            wait_for_results(place.out, 3)
            _kill_with_family(left.pop())
            finish(process)
            assert slots_end(*left)
            assert (published(place.out), rows(place.out)) == expected


def _kill_with_family(worker: subprocess.Popen[bytes]) -> None:
    until(lambda: any(len(children(slot)) > 0 for slot in slots(worker)))
    family = {worker.pid} | slots(worker)
    family |= {child for slot in slots(worker) for child in children(slot)}
    end(worker)
    assert all_end(family)


def test_a_slot_that_is_killed_costs_its_submission_its_words_alone(
    place: Place, cluster: DaskCluster
) -> None:
    """It is graded a second time, as where a child of the grader ends."""
    for number in range(2):
        place.hand_in(f"student{number}", SLOW.format(1))
    process = start(place, *on(cluster))
    wait_for_results(place.out, 3)
    until(lambda: any(map(grades, cluster.workers)))
    worker = next(filter(grades, cluster.workers))
    os.kill(next(iter(slots(worker))), signal.SIGKILL)
    finish(process)
    points = place.points()
    assert (points["student0"], points["student1"]) == ("3", "3")
    again = [line for line in place.lines() if "graded a second time" in str(line)]
    assert len(again) == 1


@pytest.mark.soak
def test_a_cluster_that_ends_bit_by_bit_loses_nothing(place: Place, tmp_path: Path) -> None:
    """What workers die over is graded here, nobody waits for one that hangs, and all is kept."""
    place.hand_in("student", SLOW.format(1.5))
    settings = {
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
        "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "1h",
    }
    with DaskCluster(tmp_path / "cluster", 2, settings) as cluster:
        process = start(place, *on(cluster))
        wait_for_results(place.out, 3)
        until(lambda: any(map(grades, cluster.workers)))
        victim, other = sorted(cluster.workers, key=grades, reverse=True)
        other.send_signal(signal.SIGSTOP)
        end(victim)
        said = finish(process)
        assert "student.py was graded on this machine: the workers of the cluster died over it" in said
        assert place.points()["student"] == "3"
        other.send_signal(signal.SIGCONT)
        for number in range(2):
            place.hand_in(f"late{number}", SLOW.format(1))
        process = start(place, *on(cluster), **ONE_SECOND)
        wait_for_results(place.out, 5)
        end(cluster.scheduler)
        said = finish(process, code=2)
    assert "was lost" in said
    assert "what was graded is kept" in said
    assert place.points()["alice"] == "3"
    assert " as before" in place.grade()


@pytest.mark.soak
def test_ctrl_c_keeps_what_was_graded_and_ends_the_slots(place: Place, cluster: DaskCluster) -> None:
    """As on this machine."""
    for number in range(4):
        place.hand_in(f"student{number}", SLOW.format(5))
    process = start(place, *on(cluster))
    wait_for_results(place.out, 3)
    process.send_signal(signal.SIGINT)
    assert "give the same command again" in finish(process, code=130)
    assert place.points()["alice"] == "3"
    assert slots_end(*cluster.workers)
    assert not any(map(slots, cluster.workers))


@pytest.mark.soak
def test_nobody_grades_for_a_client_that_was_killed(place: Place, cluster: DaskCluster) -> None:
    """What was begun is ended, the next client finds the workers as they should be."""
    for number in range(4):
        place.hand_in(f"student{number}", SLOW.format(0.5))
    process = start(place, *on(cluster))
    wait_for_results(place.out, 3)
    process.kill()
    process.communicate()
    place.grade(*on(cluster))
    until(lambda: not any(map(slots, cluster.workers)))
    assert set(place.points().values()) == {"0", "3"}


def test_another_course_is_refused(place: Place, cluster: DaskCluster) -> None:
    """The error names the worker; one that is the same will do, on trial too."""
    other = place.course.with_name("elsewhere")
    shutil.copytree(place.course, other)
    assert "3 would change" in place.grade("--dry-run", *on(cluster), "--dask-course", other)
    assert not place.out.exists()
    (other / "bends" / "test_hidden.py").write_text(SUITE.replace("(3)", "(4)"), encoding="utf-8")
    said = place.grade(*on(cluster), "--dask-course", other, code=2)
    assert "the worker tcp://" in said
    assert "is not as it is here: copy the course" in said
    assert set(place.points().values()) == {""}


def test_a_gpu_is_for_one_submission_at_a_time(place: Place, cluster: DaskCluster) -> None:
    """Where nobody offers one there is an error, and what to do about it."""
    toml = place.course / "bends" / "assignment.toml"
    toml.write_text("gpu = true\n" + toml.read_text(encoding="utf-8"), encoding="utf-8")
    done = run(*command(place), *on(cluster), env=ONE_SECOND)
    assert done.returncode == 2
    assert f"dask worker {cluster.address} --nthreads 1 --resources GPU=1" in done.stderr
    for number in range(3):
        place.hand_in(f"student{number}", SLOW.format(0.2))
    worker = cluster.add_worker("--nthreads", "2", "--resources", "GPU=1")
    process = start(place, *on(cluster))
    most = 0
    while process.poll() is None:
        most = max(most, len(slots(worker)))
        assert not any(map(slots, cluster.workers))
        time.sleep(0.05)
    finish(process)
    end(worker)
    assert most == 1


def test_a_cluster_that_is_not_there_is_an_error_that_reads(place: Place, tmp_path: Path) -> None:
    """No workers that could do anything, no scheduler, no address."""
    with DaskCluster(tmp_path / "cluster") as cluster:
        cluster.add_worker("--memory-limit", "40MB")
        for address, said in (
            (
                cluster.address,
                "has had no worker for 1 seconds, or none with memory to spare: start one",
            ),
            ("tcp://127.0.0.1:1", "scheduler at tcp://127.0.0.1:1 cannot be reached"),
            ("tls://127.0.0.1:1", "scheduler at tls://127.0.0.1:1 cannot be reached"),
            ("some" * 1000, "somesome is neither an address of a Dask scheduler"),
        ):
            error = finish(start(place, "--dask", address, **ONE_SECOND), code=2)
            assert said in error
            assert len(error.splitlines()) <= 3, error


def test_without_dask_the_error_says_how_to_get_it(place: Place, tmp_path: Path) -> None:
    """It is an extra, which one machine does not need."""
    (tmp_path / "without" / "distributed").mkdir(parents=True)
    (tmp_path / "without" / "distributed" / "__init__.py").write_text("raise ImportError\n")
    env = {"PYTHONPATH": str(tmp_path / "without")}
    done = run(*command(place), "--dask", "tcp://127.0.0.1:1", env=env)
    assert done.returncode == 2
    assert "pip install 'cnn-autograder[cluster]'" in done.stderr
    assert run(*command(place), env=env).returncode == 0


def test_a_worker_without_the_package_is_named(place: Place, cluster: DaskCluster) -> None:
    """Before anything is graded."""
    without = place.work.parent / "without" / "autograder"
    without.mkdir(parents=True)
    (without / "__init__.py").write_text("raise ImportError('not installed')\n")
    worker = cluster.add_worker(PYTHONPATH=str(without.parent))
    said = place.grade(*on(cluster), code=2)
    end(worker)
    assert "Install the same version of cnn-autograder there, with the extra `cluster`" in said
    assert "not installed" in said

"""`autograder check` and `autograder ready`, as a student gives them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rehearsal.desk import RIGHT, SETUP, SHOUT, STUB, WHISPER, command, lay, release, solution

pytestmark = pytest.mark.slow

AUTOGRADER = [sys.executable, "-c", "from autograder.cli import main; main()"]


def test_a_right_script_passes(tmp_path: Path) -> None:
    """The one of a real release; without colours where nobody looks."""
    folder = release(tmp_path)
    (folder / "pooling.py").write_text(solution("perfect_windows"), encoding="utf-8")
    done = command("check", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("pooling.py\n")
    assert "4 of 4 checks passed" in done.stdout
    assert "\033" not in done.stdout
    one = command("check", "avg_pool_forward", cwd=folder)
    assert "avg_pool_forward: 3 of 3 checks passed" in one.stdout
    assert "max_pool" not in one.stdout


def test_a_wrong_script_fails(tmp_path: Path) -> None:
    """With what is wrong, and what failed on the way."""
    folder = release(tmp_path)
    (folder / "pooling.py").write_text(f"{solution('wrong_width')}\n1 / 0\n", encoding="utf-8")
    done = command("check", cwd=folder)
    assert done.returncode == 1
    assert "max_pool_backward: 1 of 3 checks passed" in done.stdout
    *_, title, failed = done.stdout.splitlines()
    assert title.startswith("Failed on the way")
    assert failed.endswith(": ZeroDivisionError: division by zero")


def test_the_file_with_her_work_is_taken(tmp_path: Path) -> None:
    """The notebook, where the script is as it was; where both were worked on, it says how to choose."""
    stub = "\n\n".join(STUB)
    lay(tmp_path, RIGHT, stub, checks=True)
    done = command("check", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "words.ipynb")
    lay(tmp_path, RIGHT, f"{SHOUT.replace('upper', 'title')}\n\n{STUB[2]}\n", checks=True)
    done = command("check", cwd=tmp_path)
    said = "words.ipynb (0 functions to be written, there 1), not words.py: name the file to choose, "
    said += "as in `words.py`"
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, said)
    done = command("check", "words.py", "whisper", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "words.py")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.py"], "nothing.py does not exist"),
        (["shuot"], "there is no check of 'shuot' here"),
        (["elsewhere/words"], "words does not exist"),
    ],
)
def test_a_wrong_call_is_a_sentence(tmp_path: Path, arguments: list[str], said: str) -> None:
    """With exit code 2, and without a traceback."""
    lay(tmp_path, checks=True)
    done = command("check", *arguments, cwd=tmp_path)
    assert said in done.stdout + done.stderr
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_syntax_error_is_shown_with_its_line(tmp_path: Path) -> None:
    """And nothing of ours."""
    lay(tmp_path, None, f"{SHOUT}\nx = (\n", checks=True)
    done = command("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "words.py, line 3: SyntaxError: '(' was never closed" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "not defined" not in done.stdout


def test_what_she_prints_is_shown(tmp_path: Path) -> None:
    """Without end it would not be."""
    lay(tmp_path, None, f"{SHOUT}\n{WHISPER}\nfor i in range(99):\n    print('grün', i)\n", checks=True)
    done = command("check", cwd=tmp_path)
    assert done.returncode == 0
    assert "printed:\n  grün 0\n" in done.stdout
    assert "  ... and 59 more\n" in done.stdout


def test_a_hang_ends(tmp_path: Path) -> None:
    """With a sentence."""
    lay(tmp_path, None, f"{SHOUT}\n{WHISPER}\nwhile True:\n    pass\n", checks=True)
    done = command("check", "--timeout", "1", cwd=tmp_path)
    assert "it had not come to an end after 1 seconds and was stopped" in done.stdout
    assert "1 of 1 checks passed" in done.stdout


def test_ready_names_the_file(tmp_path: Path) -> None:
    """And its exit code says whether anything would lose marks."""
    folder = release(tmp_path)
    done = command("ready", cwd=folder)
    assert (done.returncode, "not written yet: `max_pool_forward`" in done.stdout) == (1, True)
    (folder / "pooling.py").write_text(solution("perfect_windows"), encoding="utf-8")
    done = command("ready", cwd=folder)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("Pooling: pooling.py can be handed in.\n")
    assert "16 of 16 public checks pass" in done.stdout
    assert done.stdout.endswith(f"Hand in: {(folder / 'pooling.py').resolve()}\n")
    (folder / "pooling.ipynb").write_text("{", encoding="utf-8")
    done = command("ready", "pooling.ipynb", cwd=folder)
    assert (done.returncode, "pooling.ipynb is not a valid notebook" in done.stdout) == (1, True)
    assert command("ready", "none.py", cwd=folder).returncode == 2


UNIX = ("fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog", "_posixshmem")
WITHOUT_UNIX = f"""
import importlib.abc, os, select, signal, socket, sys

class Hidden(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in {UNIX!r}:
            raise ModuleNotFoundError(f"no {{name}} here", name=name)

for name in {UNIX!r}:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Hidden())
for name in ("fork", "getuid", "setsid", "set_blocking", "O_NOFOLLOW", "O_NONBLOCK", "pwrite", "killpg"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGALRM", "SIGPROF", "SIGHUP", "setitimer", "pthread_kill"):
    delattr(signal, name)
del select.poll, socket.AF_UNIX
"""


def test_nothing_of_unix_is_needed(tmp_path: Path) -> None:
    """Neither by the command nor by the process of her code: on Windows these are not there."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(WITHOUT_UNIX, encoding="utf-8")
    folder = lay(tmp_path / "homework", [SETUP, SHOUT, WHISPER, "import os; os._exit(1)"], checks=True)
    proof = "import os; assert not hasattr(os, 'fork')"
    (folder / "words.ipynb").write_text(
        (folder / "words.ipynb").read_text().replace("import os;", proof + ";")
    )
    path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    env = {"PYTHONPATH": path, "NO_COLOR": "1"}
    for name, said in (("check", "1 of 1 checks passed"), ("ready", "2 of 2 public checks pass")):
        done = command(name, cwd=folder, env=env)
        assert said in done.stdout, done.stdout + done.stderr
        assert "it ended the whole process with os._exit" in done.stdout


def test_an_old_console_gets_plain_signs(tmp_path: Path) -> None:
    """One that cannot show them would raise an error instead."""
    lay(tmp_path, checks=True)
    done = subprocess.run(
        [*AUTOGRADER, "check", "shout"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"+ It is loud." in done.stdout, done


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, process: subprocess.Popen[bytes], end: int) -> None:
        self.process = process
        self._end = end
        self.shown = ""

    def wait_for(self, text: str, seconds: float = 60.0) -> None:
        """Read until a text is shown; what came until then is forgotten."""
        over = time.monotonic() + seconds
        while text not in self.shown:
            assert time.monotonic() < over, self.shown
            try:
                self.shown += os.read(self._end, 65536).decode("utf-8", "replace")
            except BlockingIOError:
                pass
            except OSError:  # nobody is there to write any more
                break
            time.sleep(0.02)
        assert text in self.shown
        self.last = self.shown
        self.shown = self.shown.partition(text)[2]


@contextlib.contextmanager
def terminal(*arguments: str, cwd: Path, **env: str) -> Iterator[Terminal]:
    """Give a command on a terminal of its own."""
    import pty

    end, other = pty.openpty()
    os.set_blocking(end, False)
    environ = {**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm", **env}
    with subprocess.Popen(
        [*AUTOGRADER, *arguments], cwd=cwd, env=environ, stdin=other, stdout=other, stderr=other
    ) as process:
        os.close(other)
        try:
            yield Terminal(process, end)
        finally:
            process.kill()
            os.close(end)


def test_a_terminal_gets_colours(tmp_path: Path) -> None:
    """Unless it asks for none."""
    lay(tmp_path, checks=True)
    with terminal("check", cwd=tmp_path) as shown:
        shown.wait_for("whisper")
        assert "\033[32m" in shown.last
    with terminal("check", cwd=tmp_path, NO_COLOR="1") as shown:
        shown.wait_for("whisper")
        assert "\033" not in shown.last


def test_each_save_is_checked(tmp_path: Path) -> None:
    """Also by an editor that renames, during a run, and of a broken file; Ctrl-C ends it quietly."""
    lay(tmp_path, None, f"{SHOUT}\n{WHISPER}\n", checks=True)
    script = tmp_path / "words.py"
    with terminal("check", "--watch", cwd=tmp_path) as shown:
        shown.wait_for("2 of 2 questions pass")
        shown.wait_for("Ctrl-C ends this")
        script.write_text(f"{SHOUT}\n{WHISPER.replace('lower', 'upper')}\n", encoding="utf-8")
        shown.wait_for("1 of 2 questions pass")
        assert "\033[2J" in shown.last or "\033[H" in shown.last
        shown.wait_for("Ctrl-C ends this")
        draft = tmp_path / "words.py.draft"
        draft.write_text(f"{SHOUT}\n{WHISPER}\n", encoding="utf-8")
        script.unlink()
        time.sleep(0.7)
        draft.rename(script)
        shown.wait_for("2 of 2 questions pass")
        shown.wait_for("Ctrl-C ends this")
        script.write_text("while True: pass\n", encoding="utf-8")
        time.sleep(1.5)
        script.write_text("x = (\n", encoding="utf-8")
        shown.wait_for("words.py, line 1: SyntaxError")
        shown.wait_for("Ctrl-C ends this")
        shown.process.send_signal(signal.SIGINT)
        assert shown.process.wait(10) == 0
        assert "Traceback" not in shown.shown


def test_ctrl_c_ends_her_code_too(tmp_path: Path) -> None:
    """Nothing of it goes on behind her back."""
    marker = f"seconds_{os.getpid()}_{time.monotonic_ns()}"
    lay(tmp_path, None, f"print('{marker}')\nwhile True:\n    pass\n", checks=True)
    with subprocess.Popen(
        [*AUTOGRADER, "check"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        child = _child_of(process.pid)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.decode() == "autograder: stopped before the end\n"
    assert not Path(f"/proc/{child}").exists()


def _child_of(pid: int) -> int:
    """Wait until a process has a child, and until that runs what it was started for."""
    over = time.monotonic() + 30
    while time.monotonic() < over:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if found:
            time.sleep(2.0)
            return int(found[0])
        time.sleep(0.05)
    raise AssertionError("it started nothing")

"""Run the same attacks by `otter run`, nbgrader and this project, and print who falls to what.

    python -m tests.attacks.elsewhere.compare --work FOLDER

See the README beside it for how each answer is decided: by what is observed, never by what should be.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.attacks.elsewhere.attacks import ATTACKS
from tests.attacks.elsewhere.masters import FULL, MARK
from tests.attacks.elsewhere.prelude import PRELUDE, Attack
from tests.attacks.elsewhere.tools import Nbgrader, Order, Otter, Ours, Tool

TOOLS: dict[str, Tool] = {"otter": Otter(), "nbgrader": Nbgrader(), "ours": Ours()}
TOKEN = "planted-5772156649"
LEAK = re.compile(r"LEAK:((?:[0-9a-f]{2})+):")
MEMORY = 3 * 2**30
PAGE = os.sysconf("SC_PAGE_SIZE")
LINGER = 6.0
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: what a run leaves behind becomes a child of this process


@dataclass
class Seen:
    """What was observed of one attack against one grader."""

    tool: str
    attack: str
    marks: float | None = None
    exit_code: int | None = None
    seconds: float = 0.0
    stopped: str = ""
    leaked: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def verdict(attack: Attack, seen: Seen) -> str:
    """Say in words what was observed; only `held` is good."""
    found = []
    if seen.marks is None:
        why = seen.stopped or f"exit code {seen.exit_code}"
        found.append(f"**no result** ({why})")
    else:
        marks = f"{seen.marks:g}/{FULL:g}"
        if seen.marks > attack.deserved:
            found.append(f"**forged {'full ' if seen.marks >= FULL else ''}marks** ({marks})")
        elif seen.marks < attack.deserved:
            found.append(f"**lost marks** ({marks}, not {attack.deserved:g})")
    found += [f"**leaked {what}**" for what in seen.leaked]
    if seen.outside:
        found.append(f"**code ran outside** ({', '.join(seen.outside)})")
    return ", ".join(found) or f"held ({seen.marks:g}/{FULL:g})"


class Listener:
    """Somebody on the network: keeps what is sent to a port."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.heard: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                caller.settimeout(5)
                with caller, contextlib.suppress(OSError):
                    self.heard.append(b"")
                    while part := caller.recv(65536):
                        self.heard[-1] += part

    def close(self) -> None:
        """Stop listening."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def descendants() -> dict[int, int]:
    """Return the memory in bytes of every process under this one that has not ended."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            pid = int(entry.name)
            state, parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:2]
            if state != "Z":
                children.setdefault(int(parent), []).append(pid)
    found: dict[int, int] = {}
    waiting = list(children.get(os.getpid(), []))
    while waiting:
        pid = waiting.pop()
        with contextlib.suppress(OSError):
            found[pid] = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
        waiting += children.get(pid, [])
    return found


def kill(pid: int) -> None:
    """End a process that this one started, or that what it started has left."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def digest(file: Path) -> str:
    """Return what tells whether a file has changed or gone."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "gone"


def environ(run: Path, order: Order) -> dict[str, str]:
    """Return the environment of a run: nothing of this process but where programs are."""
    return {
        "PATH": f"{Path(order.command[0]).parent}:{os.environ['PATH']}",
        "HOME": str(run / "home"),
        "TMPDIR": str(run / "tmp"),
        "LANG": "C.UTF-8",
        "TA_TOKEN": TOKEN,
    }


def watch(process: subprocess.Popen[bytes], seconds: float, seen: Seen) -> None:
    """Wait for the grader to end; stop it after some seconds, and its largest process at 3 GiB."""
    start = time.monotonic()
    while process.poll() is None:
        time.sleep(0.1)
        sizes = descendants()
        if sum(sizes.values()) > MEMORY:
            kill(max(sizes, key=lambda pid: sizes[pid]))
            seen.stopped = "3 GiB of memory taken, largest process killed"
        if time.monotonic() - start > seconds:
            seen.stopped = f"stopped after {seconds:g} s"
            for pid in descendants():
                kill(pid)
            process.wait()
    seen.exit_code, seen.seconds = process.returncode, round(time.monotonic() - start, 1)


def observe(tool: str, name: str, work: Path, seconds: float) -> Seen:
    """Run one attack by one grader in a folder of its own."""
    run = work / "runs" / tool / name.replace(" ", "-")
    shutil.rmtree(run, ignore_errors=True)
    evidence, staff = run / "evidence", run / "home"
    for folder in (evidence, staff, run / "tmp"):
        folder.mkdir(parents=True)
        folder.chmod(0o1777 if folder.name == "tmp" else 0o777)
    file = staff / "class.csv"
    file.write_text("student,marks\n", encoding="utf-8")
    file.chmod(0o666)

    seen, listener = Seen(tool, name), Listener()
    order = TOOLS[tool].order(run, "")
    constants = {
        "EVIDENCE": str(evidence),
        "PORT": listener.port,
        "TESTS": order.tests,
        "RESULTS": str(order.results),
        "FILES": str(file),
        "STOP": os.getpid(),
    }
    source = "\n".join(f"{key} = {value!r}" for key, value in constants.items())
    source += PRELUDE + ATTACKS[name].source
    shutil.rmtree(run / "course", ignore_errors=True)
    order = TOOLS[tool].order(run, source)
    watched = [file, *map(Path, [order.tests] if order.tests.startswith("/") else [])]
    watched = [path for pattern in watched for path in pattern.parent.glob(pattern.name)]
    before = {path: digest(path) for path in watched}

    with (run / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            order.command,
            cwd=order.cwd,
            env=environ(run, order),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        watch(process, seconds, seen)
    time.sleep(1.5)
    if descendants():
        seen.outside.append("a process was left running")
        time.sleep(LINGER)
    for pid in descendants():
        kill(pid)
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    listener.close()

    seen.marks, shown = TOOLS[tool].marks(run)
    told = shown + b"".join(listener.heard).decode(errors="replace")
    notes = {path.name: path.read_text(errors="replace") for path in evidence.iterdir()}
    told += notes.pop("told", "")
    secrets = "".join(bytes.fromhex(text).decode() for text in LEAK.findall(told))
    seen.leaked += ["hidden test"] if MARK in secrets else []
    seen.leaked += ["the environment of staff"] if TOKEN in secrets else []
    for what, text in sorted(notes.items()):
        seen.outside.append("in the grader's process" if text == str(process.pid) else what)
    if any(heard and not heard.startswith(b"LEAK:") for heard in listener.heard):
        seen.outside.append("connected to the network")
    for path in watched:
        if digest(path) != before[path]:
            seen.outside.append(f"{path.name} {'changed' if path.is_file() else 'deleted'}")
    return seen


def table(log: Path) -> str:
    """Return the table in Markdown: of each attack and grader, what was observed last."""
    seen = [Seen(**json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()]
    last = {(one.attack, one.tool): one for one in seen}
    tools = [tool for tool in TOOLS if any(one.tool == tool for one in seen)]
    rows = [["Attack", *(TOOLS[tool].name for tool in tools)], ["---"] * (len(tools) + 1)]
    for name, attack in ATTACKS.items():
        cells = [last.get((name, tool)) for tool in tools]
        rows.append([attack.title, *(verdict(attack, one) if one else "not run" for one in cells)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def main() -> None:
    """Prepare the graders, run the attacks and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for environments and runs")
    parser.add_argument("--seconds", type=float, default=240.0, help="limit of one run (default: 240)")
    parser.add_argument("--tool", choices=TOOLS, action="append", help="only this; may be repeated")
    parser.add_argument("--attack", choices=ATTACKS, action="append", help="only this; may be repeated")
    options = parser.parse_args()
    work: Path = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    log = work / "seen.jsonl"
    for tool in options.tool or TOOLS:
        TOOLS[tool].prepare(work)
        for name in options.attack or ATTACKS:
            seen = observe(tool, name, work, options.seconds)
            with log.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(asdict(seen)) + "\n")
            said = f"{tool}: {name}: {verdict(ATTACKS[name], seen)}, {seen.seconds} s\n"
            sys.stderr.write(said)
    sys.stdout.write(table(log))


if __name__ == "__main__":
    main()

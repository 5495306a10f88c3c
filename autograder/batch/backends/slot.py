"""The process of a slot: `python -m autograder.batch.backends.slot DESCRIPTOR FOLDER`.

It grades one submission at a time as `autograder grade` does, in children of its own: the suite is
collected once. Who wants something graded is at the other end of a socket. Once that is closed, the
process ends, at whatever it is; it does not depend on the thread that started it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from autograder.assignment import Assignment, load_assignment, load_course
from autograder.batch.backends.messages import Answer, Ending, Job, Terms, decode, encode
from autograder.batch.backends.versions import what_differs
from autograder.errors import AutograderError, CourseError, SandboxError
from autograder.grading.graded import to_bytes
from autograder.grading.pool import Pool
from autograder.grading.run import with_setting
from autograder.grading.setting import Setting
from autograder.sandbox.isolation import may_meet
from autograder.sandbox.launcher import remove_folder
from autograder.sandbox.zygotes import Zygotes

_IDLE_SECONDS = 10.0  # after which a slot ends by itself: its client may have been killed
_SHARED = "/tmp"  # noqa: S108 -- where submissions could meet


def main() -> None:
    """Grade what is asked for on a socket, until that is closed."""
    line: Connection[bytes, bytes] = Connection(int(sys.argv[1]))
    folder = Path(sys.argv[2])
    try:
        _serve(line, decode(line.recv_bytes(), Terms), folder)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # nobody is there any more
    except SandboxError as error:
        sys.exit(str(error))  # another slot may do: the machine may have killed what this one started
    except AutograderError as error:
        line.send_bytes(encode(Answer(Ending.REFUSED, why=str(error))))
    finally:
        remove_folder(folder)


def _serve(line: Connection[bytes, bytes], terms: Terms, folder: Path) -> None:
    assignment = _load(terms)

    def body(setting: Setting, zygotes: Zygotes) -> None:
        line.send_bytes(encode(Answer(Ending.READY)))
        while line.poll(_IDLE_SECONDS):
            job = decode(line.recv_bytes(), Job)
            with _alone(needed=may_meet(zygotes.offer())):
                answer = _grade(job, setting, zygotes, line.fileno(), folder)
            line.send_bytes(encode(answer))

    # Of what is private to the client only what this machine has too can be read here.
    here = [path for path in map(os.fsdecode, terms.private) if os.path.lexists(path)]
    with_setting(assignment, body, private=[folder, *map(Path, here)], unsafe=terms.unsafe)


def _load(terms: Terms) -> Assignment:
    """Return the assignment, if it is the one that the client has.

    Raises:
        CourseError: it is not there, or not the same.
    """
    if differs := what_differs(terms.versions):
        raise CourseError(f"{differs}: install that there")
    course = Path(os.fsdecode(terms.course))
    data = None if terms.data_folder is None else Path(os.fsdecode(terms.data_folder))
    assignment = load_assignment(load_course(course), terms.assignment).under(terms.device, data)
    info = assignment.info
    if (info.sha256, info.judging_sha256) != (terms.sha256, terms.judging_sha256):
        raise CourseError(
            f"{assignment.folder} is not as it is here: copy the course {course} there as it is now, "
            "with course.toml"
        )
    return assignment


def _grade(job: Job, setting: Setting, zygotes: Zygotes, client: int, folder: Path) -> Answer:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        try:
            path = job.parcel.unpack(Path(place))
        except OSError as error:
            return Answer(Ending.FAILED, why=f"it could not be unpacked ({error.strerror})")
        ((_, graded),) = Pool(setting, [path], zygotes, job.known, client).all([os.sched_getaffinity(0)])
        return Answer(Ending.GRADED, to_bytes(graded))


@contextlib.contextmanager
def _alone(*, needed: bool) -> Iterator[None]:
    """Wait for other slots of this machine, if two submissions could tell each other something."""
    if not needed:
        yield
        return
    descriptor = os.open(_SHARED, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # of which children may have a copy
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    main()

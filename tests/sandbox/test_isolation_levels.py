"""From layers to a level, and what a level asks for before anything is graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import IsolationError
from autograder.sandbox.isolation import Offer, level, require_isolation

FULL = ("own uid", "landlock", "seccomp")


@pytest.mark.parametrize(
    ("layers", "reached"),
    [
        (FULL, "A"),
        (("landlock", "seccomp"), "B"),
        (("no capabilities", "landlock", "seccomp"), "B"),
        (("own uid", "seccomp"), "C"),
        (("seccomp",), "none"),
        (("own uid", "landlock"), "none"),
        ((), "none"),
    ],
)
def test_layers_make_a_level(layers: tuple[str, ...], reached: str) -> None:
    """Without a filter of system calls there is none, whatever else holds."""
    assert level(layers) == reached


def test_a_machine_without_isolation_is_refused() -> None:
    """With the reasons, and what to do."""
    offer = Offer(("own uid",), {"seccomp": "not in this kernel"}, ())
    with pytest.raises(IsolationError, match=r"seccomp: not in this kernel\n.*doctor.*--unsafe"):
        require_isolation(offer, [])


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Make a course that anybody may read."""
    tmp_path.chmod(0o755)
    (folder := tmp_path / "courses" / "solutions").mkdir(parents=True)
    return folder


def exposed(course: Path, *passages: Path) -> bool:
    """Tell whether a course is refused where there is no Landlock."""
    try:
        require_isolation(Offer(("own uid", "seccomp"), {}, passages), [course])
    except IsolationError as error:
        assert str(course) in str(error)
        return True
    return False


def test_without_landlock_the_course_has_to_be_private(course: Path) -> None:
    """Itself, or some folder on the way to it."""
    assert exposed(course) == (course.parents[2].stat().st_mode & 0o001 == 0o001)
    course.parent.chmod(0o700)
    assert not exposed(course)
    course.parent.chmod(0o755)
    course.chmod(0o750)
    assert not exposed(course)


def test_a_private_folder_with_a_way_past_it_protects_nothing(course: Path) -> None:
    """Workers who have a descriptor of a folder below it can climb up from there."""
    course.parent.chmod(0o700)
    python = course.parent / "python"
    python.mkdir()
    assert exposed(course, python)
    course.chmod(0o700)
    assert not exposed(course, python)


def test_a_file_has_a_mode_of_its_own(course: Path) -> None:
    """A submission that others may not read needs no private folder."""
    (file := course / "submission.py").touch()
    file.chmod(0o600)
    assert not exposed(file)
    with_landlock = Offer(FULL, {}, ())
    require_isolation(with_landlock, [course])

"""Attacks that are folders, links, devices, or names: what lies around the code, or is no code."""

from __future__ import annotations

import os
from pathlib import Path

from tests.attacks.attack import CHEATING, HERE, HONEST, built

REFERENCE = HERE / "course" / "target" / "target.py"
HOOKS = """
import pytest

@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    report.outcome = "passed"
    return report

def pytest_configure(config):
    raise SystemExit("runs in the grader")
"""


def folder_of(folder: Path, files: dict[str, str]) -> Path:
    """Write a submission that is a folder."""
    for name, text in files.items():
        path = folder / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "work"


@built(earns=6)
def conftest(folder: Path) -> Path:
    """Hands in a conftest.py whose hooks turn failures into passes, beside wrong code."""
    return folder_of(folder, {"target.py": CHEATING, "conftest.py": HOOKS, "tests/conftest.py": HOOKS})


@built(earns=6)
def settings_of_pytest(folder: Path) -> Path:
    """Hands in settings by which pytest would load a plugin or run no test at all."""
    plugin = "addopts = -p helper --collect-only\n"
    toml = "[tool.pytest.ini_options]\naddopts = '-p helper --collect-only'\n"
    settings = {"pytest.ini": f"[pytest]\n{plugin}", "setup.cfg": f"[tool:pytest]\n{plugin}"}
    return folder_of(
        folder,
        {"target.py": CHEATING, "helper.py": HOOKS, "pyproject.toml": toml, "tox.ini": "", **settings},
    )


@built(earns=6)
def start_up_files(folder: Path) -> Path:
    """Hands in files that Python itself executes when it starts in their folder."""
    evil = "raise SystemExit('runs at the start')\n"
    names = ("sitecustomize.py", "usercustomize.py", "__main__.py", "__init__.py", "evil.pth")
    return folder_of(folder, {"target.py": CHEATING, **dict.fromkeys(names, evil)})


@built(earns=6)
def own_suite(folder: Path) -> Path:
    """Hands in a suite of the same names as the hidden one, in which every test passes."""
    suite = "def test_energy_of_random_numbers():\n    pass\n"
    return folder_of(
        folder, {"target.py": CHEATING, "test_hidden.py": suite, "test_public.py": suite, "toml": ""}
    )


@built(earns=6)
def own_assignment(folder: Path) -> Path:
    """Hands in an assignment.toml and a course.toml that make one question of ten points."""
    toml = '[[questions]]\nid = "scaled"\ntitle = "x"\npoints = 10\n'
    return folder_of(
        folder, {"target.py": CHEATING, "assignment.toml": toml, "course.toml": "secret = ''\n"}
    )


@built(earns=6)
def package_of_the_grader(folder: Path) -> Path:
    """Hands in a package named like the grader's, whose comparison finds everything right."""
    yes = "def assert_matches(*_):\n    pass\n\nassert_equals = assert_unmodified = assert_matches\n"
    return folder_of(
        folder,
        {
            "target.py": "import autograder.suite\n" + CHEATING,
            "autograder/__init__.py": "",
            "autograder/suite/__init__.py": yes,
            "autograder/grading.py": "raise SystemExit\n",
        },
    )


@built(earns=6)
def modules_that_shadow_libraries(folder: Path) -> Path:
    """Hands in modules named numpy, pytest, json and socket, for the grader to import by mistake."""
    fake = "raise SystemExit('imported by mistake')\n"
    names = ("numpy.py", "pytest.py", "json.py", "socket.py", "struct.py", "os.py", "msgspec.py")
    return folder_of(folder, {"target.py": CHEATING, **dict.fromkeys(names, fake)})


@built(earns=6)
def package_named_like_the_assignment(folder: Path) -> Path:
    """Hides wrong code behind a package named like the assignment, with a right module in it."""
    return folder_of(
        folder, {"target.py": CHEATING, "target/__init__.py": HONEST, "target/target.py": HONEST}
    )


@built(earns=6)
def compiled_code(folder: Path) -> Path:
    """Imports a module that is there in compiled form only, which nobody could read."""
    source = f"try:\n    import helper\nexcept ImportError:\n    pass\n{CHEATING}"
    work = folder_of(folder, {"target.py": source, "__pycache__/helper.cpython-311.pyc": "x"})
    (work / "helper.pyc").write_bytes(b"\xa7\r\r\n" + bytes(12))
    (work / "helper.so").write_bytes(b"\x7fELF")
    return work


@built()
def link_to_the_reference(folder: Path) -> Path:
    """Hands in a folder in which the graded file is a link to the reference solution."""
    work = folder_of(folder, {"readme.txt": ""})
    (work / "target.py").symlink_to(REFERENCE)
    return work


@built()
def link_to_a_system_file(folder: Path) -> Path:
    """Hands in a folder with a module that is a link to /etc/passwd, to read it in a message."""
    work = folder_of(folder, {"target.py": "import helper\n" + HONEST})
    (work / "helper.py").symlink_to("/etc/passwd")
    return work


@built()
def link_to_a_folder(folder: Path) -> Path:
    """Hands in a folder with a link to the root of the file system in it."""
    work = folder_of(folder, {"target.py": HONEST})
    (work / "all").symlink_to("/")
    return work


@built()
def pipe(folder: Path) -> Path:
    """Hands in a named pipe, from which a reader would wait for ever."""
    os.mkfifo(folder / "target.py")
    return folder / "target.py"


@built()
def pipe_in_a_folder(folder: Path) -> Path:
    """Hands in a folder in which a module is a named pipe."""
    work = folder_of(folder, {"target.py": HONEST})
    os.mkfifo(work / "helper.py")
    return work


@built()
def endless_device(folder: Path) -> Path:
    """Hands in a link to a device that gives zeros without end."""
    (folder / "target.py").symlink_to("/dev/zero")
    return folder / "target.py"


@built()
def loop_of_links(folder: Path) -> Path:
    """Hands in a link that leads to itself."""
    (folder / "target.py").symlink_to("target.py")
    return folder / "target.py"


@built()
def empty_folder(folder: Path) -> Path:
    """Hands in a folder with nothing in it."""
    (folder / "work").mkdir()
    return folder / "work"


@built()
def folder_with_too_many_files(folder: Path) -> Path:
    """Hands in thousands of files, for the grader to look through."""
    return folder_of(folder, {"target.py": HONEST, **{f"data/{n}.txt": "" for n in range(2_500)}})


@built()
def deep_folder(folder: Path) -> Path:
    """Hands in folders a hundred levels deep."""
    return folder_of(folder, {"/".join(["d"] * 100) + "/target.py": HONEST})


def named(folder: Path, name: str | bytes) -> Path:
    """Write honest code under a hostile name."""
    path = Path(os.fsdecode(os.path.join(os.fsencode(folder), os.fsencode(name))))  # noqa: PTH118
    path.write_text(HONEST, encoding="utf-8")
    return path


@built(earns=10)
def name_with_escape_sequences(folder: Path) -> Path:
    """Names its file so that a terminal would clear its screen, change colours and its title."""
    return named(folder, "\x1b[2J\x1b[31m\x1b]0;owned\x07\x9b1mtarget.py")


@built(earns=10)
def name_with_a_newline(folder: Path) -> Path:
    """Names its file so that a table would get a row that says 10 of 10."""
    return named(folder, "x\n| someone | 10 of 10 |\r\t\x08.py")


@built(earns=10)
def name_that_reads_backwards(folder: Path) -> Path:
    """Names its file with overrides of the direction of text."""
    return named(folder, "\u202eyp.tegrat\u2066\u200f.py")


@built(earns=10)
def name_with_markup(folder: Path) -> Path:
    """Names its file in markup that a report might execute or colour."""
    return named(folder, "[red]<script>alert(1)<|script>[@click=x]{{7*7}}[*].py")


@built(earns=10)
def name_that_is_no_text(folder: Path) -> Path:
    """Names its file in bytes that are no UTF-8, which JSON cannot hold."""
    return named(folder, b"\xff\xfe\xed\xa0\x80.py")


@built(earns=10)
def name_that_is_an_option(folder: Path) -> Path:
    """Names its file like an option of the command, as long as a file system allows."""
    return named(folder, "--course=" + "x" * 243 + ".py")

"""What a notebook's kernel knows and its file does not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.rehearsal.kernel import Kernel
from tests.rehearsal.desk import SETUP, SHOUT, STUB, WHISPER, lay
from tests.rehearsal.findings import hints, look, loses

SAVE = "press Ctrl+S and run this again"


def kernel_of(*cells: str, names: Mapping[str, object] | None = None) -> Kernel:
    """Return a kernel in which these cells were run."""
    namespace: dict[str, object] = {"__name__": "__main__", **(names or {})}
    for cell in cells:
        exec(cell, namespace)
    return Kernel(namespace, ("", *cells))


def test_what_was_not_saved_is_told(tmp_path: Path) -> None:
    """A cell that is not in the file, and one that is there in an older form."""
    lay(tmp_path, [SETUP, STUB[1]])
    kernel = kernel_of(STUB[1], SHOUT, WHISPER)
    texts = loses(look(tmp_path, kernel))
    assert texts[:2] == [
        f"`shout` as you ran it is not in the saved file, where code cell 2 has an older one: {SAVE}",
        "the cell that defines `whisper` is not in the saved file: press Ctrl+S and run this again",
    ]


def test_what_is_saved_is_no_news(tmp_path: Path) -> None:
    """Layout and comments apart; nor is what she tried out and threw away."""
    lay(tmp_path)
    kernel = kernel_of(
        "def shout(t): pass", f"# once more\n{SHOUT}  # loud", WHISPER, "def scratch(): pass"
    )
    assert loses(look(tmp_path, kernel)) == []


def test_what_may_be_newer_in_the_file_is_told_so(tmp_path: Path) -> None:
    """She knows whether she has saved it or run it."""
    (text,) = loses(look(lay(tmp_path), kernel_of("def shout(text): pass", WHISPER)))
    assert text == (
        f"`shout` as you ran it is not in the saved file, where code cell 2 has another one: {SAVE}; "
        "if you have changed it since, run its cell again"
    )


def test_names_that_are_gone_are_told(tmp_path: Path) -> None:
    """A constant of a cell that was deleted, and what only a `demo` cell defines."""
    loud = "def shout(text, times=1):\n    return text.upper() * times * ONE * len(shown)"
    lay(tmp_path, [SETUP, loud, WHISPER, "shown = []"], tags={3: "demo"})
    kernel = kernel_of(loud, WHISPER, "shown = []", names={"ONE": 1, "other": 2})
    (text,) = loses(look(tmp_path, kernel))
    assert text.startswith("your code uses `ONE` and `shown`, which exist in this kernel, but not after")


def test_what_nothing_asked_for_needs_is_a_hint(tmp_path: Path) -> None:
    """A helper that is another one, and a name that is gone; a docstring is not even that."""
    show, helper = "def show(x):\n    plt.imshow(x)", "def helper():\n    return 1"
    lay(tmp_path, [SETUP, SHOUT, WHISPER, show, helper])
    louder = SHOUT.replace(":\n", ':\n    """Louder."""\n')
    kernel = kernel_of(louder, WHISPER, show, helper.replace("1", "2"), names={"plt": 1})
    found = look(tmp_path, kernel)
    assert loses(found) == []
    changed, gone = hints(found)
    assert changed.startswith("`helper` as you ran it is not in the saved file")
    assert gone.startswith("your code uses `plt`, which exists in this kernel, but not after")


def test_a_name_that_was_deleted_is_no_news(tmp_path: Path) -> None:
    """The saved code defines it, and needs it no more."""
    lay(tmp_path, [SETUP, SHOUT, WHISPER, "tmp = 1\nprint(tmp)\ndel tmp"])
    found = look(tmp_path, kernel_of(SHOUT, WHISPER, "tmp = 2"))
    assert (loses(found), hints(found)) == ([], [])


def test_a_function_that_is_defined_twice_is_told(tmp_path: Path) -> None:
    """Saving it would not help."""
    twice = [f"def loud(text):\n    return text.{method}()" for method in ("upper", "title")]
    lay(tmp_path, [SETUP, *twice, "def shout(text, times=1):\n    return loud(text)", WHISPER])
    kernel = kernel_of(twice[1], twice[0], WHISPER)
    (text,) = loses(look(tmp_path, kernel))
    assert text == (
        "`loud` is defined twice: what you ran is that of code cell 2, and from top to bottom that of "
        "code cell 3 counts: delete one"
    )

"""What a student is told, and that nothing that her code does breaks the check."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from autograder.checking import Report
from autograder.checking.outcome import CheckOutcome
from autograder.errors import AutograderError
from autograder.released import Released, ReleasedQuestion, to_json
from tests.checking.mine import SUITE, checked

RIGHT = "def double(image):\n    return image * 2\n"


def released(**fields: object) -> Released:
    """Return what a release with the checks of this file says of itself."""
    known = Released(
        name="doubling",
        title="Doubling",
        allow=("numpy",),
        files=(),
        code_kb=100,
        questions=(
            ReleasedQuestion(id="triple", title="Times three", points=1),
            ReleasedQuestion(id="double", title="Times two", points=4),
        ),
        functions={"double": "image"},
        checks_sha256=hashlib.sha256(SUITE.encode()).hexdigest(),
    )
    return msgspec.structs.replace(known, **fields)


def first(report: Report) -> CheckOutcome:
    """Return the first outcome, once all of the report has been shown."""
    assert str(report)
    assert report._repr_html_()
    return report.questions[0].outcomes[0]


def said(folder: Path, source: str) -> str:
    """Return the sentences on the first check of a source."""
    return "\n".join(first(checked(folder, source)).sentences)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("print(image * 2)", "it printed what is below, but returned nothing"),
        ("pass", "is a `return` missing?"),
        ("return image.copy", "are the parentheses of a call missing?"),
        ("return ...", "is the function unfinished?"),
        ("return NotImplemented", "`NotImplemented` is a value, and no answer"),
        ("yield image", "collect them in a list or an array to `return`"),
        ("return object", "a class was returned"),
        ("return [[1, 2], [3]]", "the rows of the answer differ in length"),
        ("return image[9]", "mine.py, line 2: return image[9]"),
        ("raise SystemExit(3)", "it does not end the program"),
        ("return double(image)", "a function calls itself without an end"),
        ("assert image.sum() == 0, 'odd'", "mine.py, line 2: assert image.sum() == 0, 'odd'"),
        ("return image * 2 + 0.01", "every value is wrong: 6 of 6, the first one at [0, 0]"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, body: str, says: str) -> None:
    """In a sentence, with her own line where there is one."""
    assert says in said(tmp_path, f"def double(image):\n    {body}\n")


def test_what_is_not_written_yet_is_no_failure(tmp_path: Path) -> None:
    """Neither her own function nor one that it calls, which is named."""
    stub = "def double(image):\n    raise NotImplementedError('TODO: write double')\n"
    report = checked(tmp_path, stub)
    assert first(report).status == "unfinished"
    assert first(report).sentences == ("TODO: write double",)
    helper = "def twice(x):\n    raise NotImplementedError('TODO')\n"
    helper += "def double(image):\n    return twice(image)\n"
    says = said(tmp_path, helper)
    assert says.startswith("`twice`, which is used here, is not written yet (mine.py, line 4")


def test_what_is_partly_written_is_no_failure(tmp_path: Path) -> None:
    """Some checks pass, others meet what is not there."""
    source = "def double(image):\n    double.n += 1\n    if double.n > 1: raise NotImplementedError\n"
    question = checked(tmp_path, source + "    return 2 * image\ndouble.n = 0\n").questions[0]
    assert (question.status, question.summary) == ("unfinished", "1 of 2 checks passed")
    assert len(question.worth_telling) == 2


def test_a_function_of_another_name_is_found(tmp_path: Path) -> None:
    """Deleted, spelt differently, or no function any more."""
    assert said(tmp_path, "") == "`double` is not defined: run the cell that defines it first"
    other = "def Double(image):\n    return 2 * image\n"
    assert "there is a `Double`: it has to be called `double`" in said(tmp_path, other)
    assert "`double` is not a function but a number: use another name for that" in said(
        tmp_path, "double = 5\n"
    )


def test_inputs_are_put_right_again(tmp_path: Path) -> None:
    """A call that changes its input spoils no later check, and is told of by the parameter's name."""
    report = checked(tmp_path, "def double(image):\n    image *= 2\n    return image\n")
    stays = report.questions[0].outcomes[1]
    assert "the call changed its own input (`image`): work on a copy" in stays.sentences
    assert [panel.name for panel in stays.answers] == ["image before", "image after", "difference"]
    suite = (
        SUITE
        + '''

@pytest.mark.question("double")
def test_later(student):
    """What an earlier check was given is as it was."""
    assert_matches(student.total(IMAGE), 21)
'''
    )
    source = "def double(image):\n    image *= 2\n    return image\n"
    source += "def total(image):\n    return image.sum()\n"
    assert checked(tmp_path, source, suite=suite).questions[0].outcomes[2].status == "passed"


def test_what_is_printed_is_bounded(tmp_path: Path) -> None:
    """The beginning is shown, and how much there is beside it."""
    source = (
        "def double(image):\n    for i in range(20_000):\n        print('line', i)\n    return image\n"
    )
    printed = first(checked(tmp_path, source)).printed
    assert printed.startswith("line 0\nline 1\n")
    assert printed.endswith("more lines)")
    assert len(printed) < 2_200


def test_one_warning_is_shown_with_its_place(tmp_path: Path) -> None:
    """The first one of her own code."""
    source = "import numpy as np\ndef double(image):\n    np.log(image * 0)\n    return image / 0\n"
    report = checked(tmp_path, source)
    assert first(report).warning.startswith("RuntimeWarning: divide by zero")
    assert "(mine.py, line 3: np.log(image * 0))" in first(report).warning


HOSTILE = {
    "repr raises": "class Odd:\n    def __repr__(self): raise ValueError\n    __str__ = __repr__\n"
    "def double(image): return Odd()\n",
    "error without words": "class Odd(Exception):\n    def __str__(self): raise ValueError\n"
    "def double(image): raise Odd\n",
    "settings of NumPy": "import numpy as np\ndef double(image):\n    np.set_printoptions(precision=0)\n"
    "    np.seterr(all='raise')\n    return image * np.pi\n",
    "NaN and infinity": "import numpy as np\n"
    "def double(image): return image * [np.nan, np.inf, -np.inf]\n",
    "complex": "def double(image): return image * 2j\n",
    "giant": "def double(image): return image * 1e308\n",
    "stdout closed": "import sys\ndef double(image):\n    sys.stdout.close()\n    return image\n",
    "stdout gone": "import sys\ndef double(image):\n    sys.stdout = None\n    return image\n",
    "base exception": "class Out(BaseException): pass\ndef double(image): raise Out('x')\n",
    "signature raises": "class F:\n    @property\n    def __signature__(self): raise ValueError\n"
    "    def __call__(self, image): return image\ndouble = F()\n",
}


@pytest.mark.parametrize("source", list(HOSTILE.values()), ids=list(HOSTILE))
def test_a_check_survives_her_code(tmp_path: Path, source: str) -> None:
    """It fails, and says so in every form; NumPy is left as it was."""
    before = (np.get_printoptions(), np.geterr())
    assert first(checked(tmp_path, source)).status == "failed"
    assert (np.get_printoptions(), np.geterr()) == before


def test_an_interruption_is_passed_on(tmp_path: Path) -> None:
    """She pressed stop."""
    with pytest.raises(KeyboardInterrupt):
        checked(tmp_path, "def double(image): raise KeyboardInterrupt\n")


def test_a_question_that_there_is_not(tmp_path: Path) -> None:
    """The nearest one is named, and how to write it."""
    with pytest.raises(AutograderError, match=r"no check of 'duble' here \(is 'double' meant\?\)"):
        checked(tmp_path, RIGHT, "duble")
    with pytest.raises(AutograderError, match=r'in quotes: check\("double"\)'):
        checked(tmp_path, RIGHT, checked_function())


def checked_function() -> str:
    """Return a function in the place of its name, as a student may write."""
    names: dict[str, object] = {}
    exec(RIGHT, names)
    return names["double"]  # type: ignore[return-value]


@pytest.fixture
def release(tmp_path: Path) -> Iterator[Path]:
    """Give a folder with an assignment.json."""
    (tmp_path / "assignment.json").write_bytes(to_json(released()))
    yield tmp_path


def test_titles_and_points_come_from_the_release(release: Path) -> None:
    """And are no marks."""
    report = checked(release, RIGHT)
    text = str(report)
    assert "Doubling: [" in text
    assert "1 of 1 questions pass their checks; they stand for 4 of 4 points" in text
    assert "Times two (4 points)" in text
    assert "bring no points" in text
    assert report.notes == ()


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("double(image)", ""),
        ("double(image, twice=2)", ""),
        ("double(*args, **kwargs)", ""),
        ("double(picture)", "`double` takes (picture), and should take (image)"),
        ("double(image, by)", "`double` takes (image, by), and should take (image)"),
        ("double()", "`double` takes (), and should take (image)"),
    ],
)
def test_changed_parameters_are_told(release: Path, head: str, told: str) -> None:
    """More of them do not matter where they have defaults."""
    notes = checked(release, f"def {head}:\n    return 5\n").questions[0].notes
    assert notes == ((told,) if told else ())


def test_a_damaged_release_does_not_stop_a_check(tmp_path: Path) -> None:
    """It is told of below what the checks say."""
    (tmp_path / "assignment.json").write_text("{", encoding="utf-8")
    report = checked(tmp_path, RIGHT)
    assert report.passed
    # The path may be so long that the sentence is wrapped.
    assert "assignment.json is damaged" in " ".join(str(report).split())
    assert "damaged" not in " ".join(str(report).splitlines()[:2])


def test_edited_checks_change_nothing(release: Path) -> None:
    """That is said once; line ends of Windows are no change."""
    report = checked(release, RIGHT, suite=SUITE + "\n# mine\n")
    assert str(report).count("That changes nothing") == 1
    (release / "test_public.py").write_bytes(SUITE.replace("\n", "\r\n").encode())
    from autograder.checking import check_namespace
    from tests.checking.mine import names_of

    assert check_namespace(names_of(RIGHT), release, []).notes == ()

"""Moodle's bulk download: a folder a student, or one flat folder in which names tell whose a file is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.batch.handed_in import Class, HandedIn
from autograder.batch.intake import find_work
from autograder.batch.intake.moodle import Owner, Part, parse
from autograder.batch.matching import match
from autograder.batch.roster import read_roster
from tests.batch.intake.build import class_zip
from tests.submission.build import ASSIGNMENT, lay, notebook, read, zipped

ADA, JO = "Ada Lovelace_1234567_assignsubmission_file", "Jo-Ann O'Neil_89_assignsubmission_file"
WORK = notebook("x = 1")


def find(tmp_path: Path) -> Class:
    """Return what the download holds that was laid out."""
    return find_work([tmp_path / "submissions"], ASSIGNMENT, tmp_path / "grades" / "submissions")


def work_in(tmp_path: Path) -> dict[str, HandedIn]:
    """Return the work of the download that was laid out, by key."""
    found = find(tmp_path)
    assert found.remarks == ()
    return {one.students[0].key: one for one in found.work}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (ADA, Part(Owner("Ada Lovelace", "1234567"), "file", "")),
        (f"{ADA}_", Part(Owner("Ada Lovelace", "1234567"), "file", "")),
        (f"{ADA}_my_work.ipynb", Part(Owner("Ada Lovelace", "1234567"), "file", "my_work.ipynb")),
        ("Ada_Lovelace_7_assignsubmission_file_", Part(Owner("Ada Lovelace", "7"), "file", "")),
        ("王 小明_7_assignsubmission_onlinetext", Part(Owner("王 小明", "7"), "onlinetext", "")),
        ("Participant_7_assignsubmission_file_", Part(Owner("Participant", "7"), "file", "")),
        ("Default group_assignsubmission_file_", Part(Owner("Default group", ""), "file", "")),
        ("Team 3_12_assignsubmission_file_a.py", Part(Owner("Team 3", "12"), "file", "a.py")),
        (
            "A_1_assignsubmission_file_B_2_assignsubmission_file_",
            Part(Owner("A", "1"), "file", "B_2_assignsubmission_file_"),
        ),
        (f"{ADA}_..", None),
        ("Ada Lovelace_1234567", None),
        ("assignsubmission_file_a.py", None),
        ("alice.ipynb", None),
    ],
)
def test_names_tell_whose_it_is(name: str, expected: Part | None) -> None:
    """As Moodle's own source makes them, and made them in earlier versions."""
    assert parse(name) == expected


@given(st.text())
def test_no_name_is_too_odd(name: str) -> None:
    """Whatever somebody calls a file, or herself."""
    parse(name)
    parse(f"{name}_1_assignsubmission_file_")
    parse(f"Ada_1_assignsubmission_file_{name}")


@given(
    name=st.lists(
        st.text(st.characters(categories=["L"]), min_size=1, max_size=12), min_size=1, max_size=4
    ).map(" ".join),
    number=st.integers(1, 10**12),
    file=st.text(min_size=1).filter(lambda text: "/" not in text and text not in {".", ".."}),
)
def test_what_moodle_writes_is_read_back(name: str, number: int, file: str) -> None:
    """For any name, any file."""
    owner = Owner(name, str(number))
    assert parse(f"{name}_{number}_assignsubmission_file_{file}") == Part(owner, "file", file)
    assert parse(f"{name}_{number}_assignsubmission_file") == Part(owner, "file", "")


@pytest.mark.parametrize("end", ["", "_"], ids=["moodle 4", "earlier"])
def test_each_folder_is_the_work_of_its_student(tmp_path: Path, end: str) -> None:
    """By her full name, with all that she uploaded: modules, files and folders of her own."""
    files = {"work.ipynb": notebook("import helpers"), "helpers.py": b"y = 1", "net.npz": b"z"}
    lay(tmp_path / "submissions" / f"{ADA}{end}", files)
    lay(tmp_path / "submissions" / f"{JO}{end}", {"hw.zip": zipped({"hw.py": b"x = 2"})})
    work = work_in(tmp_path)
    assert set(work) == {"Ada Lovelace", "Jo-Ann O'Neil"}
    (ada,) = work["Ada Lovelace"].students
    assert (ada.name, ada.sid, ada.canvas_id) == ("Ada Lovelace", "", "")
    assert read(work["Ada Lovelace"].path).modules == {"helpers": "y = 1"}
    assert read(work["Jo-Ann O'Neil"].path).cells[0].source == "x = 2"
    assert work["Ada Lovelace"].messages == ()
    assert work["Ada Lovelace"].name == "helpers.py, net.npz and work.ipynb"
    assert not (tmp_path / "grades").exists(), "nothing is copied"


def test_the_first_of_a_class_is_no_folder_of_submissions(tmp_path: Path) -> None:
    """Where one student has handed in, her folder is her work, zipped or not."""
    lay(tmp_path / "submissions" / ADA, {"a.py": b"import b", "b.py": b"y = 1"})
    assert set(work_in(tmp_path)) == {"Ada Lovelace"}
    archive = class_zip(tmp_path / "course-1-pooling-99.zip", (f"{ADA}/a.py", b"x = 1"))
    (only,) = find_work([archive], ASSIGNMENT, tmp_path / "staging").work
    assert only.students[0].key == "Ada Lovelace"
    flat = class_zip(tmp_path / "flat.zip", (f"{ADA}_a.py", b"x = 1"))
    (only,) = find_work([flat], ASSIGNMENT, tmp_path / "staging").work
    assert (only.students[0].key, only.name) == ("Ada Lovelace", "a.py")


def test_files_without_folders_are_put_together(tmp_path: Path) -> None:
    """Under the names that the student gave, so that imports work; one file alone is not copied."""
    lay(
        tmp_path / "submissions",
        {
            f"{ADA}_blur_edges.ipynb": notebook("import helpers"),
            f"{ADA}_helpers.py": b"y = 1",
            f"{ADA}_.DS_Store": b"junk",
            f"{JO}_work_3.ipynb": WORK,
        },
    )
    work = work_in(tmp_path)
    ada, jo = work["Ada Lovelace"], work["Jo-Ann O'Neil"]
    assert read(ada.path).modules == {"helpers": "y = 1"}
    assert sorted(path.name for path in ada.path.iterdir()) == ["blur_edges.ipynb", "helpers.py"]
    assert (ada.name, jo.name) == ("blur_edges.ipynb and helpers.py", "work_3.ipynb")
    assert jo.path == tmp_path / "submissions" / f"{JO}_work_3.ipynb"


def test_text_typed_into_moodle_is_no_file(tmp_path: Path) -> None:
    """It is left alone beside a file; on its own she has an entry, which says what to do."""
    typed = "Ada Lovelace_1234567_assignsubmission_onlinetext"
    lay(tmp_path / "submissions" / ADA, {"a.ipynb": WORK})
    lay(tmp_path / "submissions" / typed, {"onlinetext.html": b"see the file"})
    lay(tmp_path / "submissions" / "Jo_2_assignsubmission_onlinetext", {"onlinetext.html": b"?"})
    work = work_in(tmp_path)
    assert work["Ada Lovelace"].path.name == ADA
    assert work["Ada Lovelace"].messages == ()
    assert "no file" in work["Jo"].messages[0]


def test_those_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    """By Moodle's number, which the name of the file shows."""
    for number in (1, 2):
        lay(tmp_path / "submissions" / f"Jo Smith_{number}_assignsubmission_file_", {"a.ipynb": WORK})
    lay(tmp_path / "submissions" / ADA, {"a.ipynb": WORK})
    work = work_in(tmp_path)
    assert {key: one.name for key, one in work.items()} == {
        "Ada Lovelace": "a.ipynb",
        "Jo Smith 1": "Jo Smith_1_assignsubmission_file_",
        "Jo Smith 2": "Jo Smith_2_assignsubmission_file_",
    }
    assert work["Jo Smith 1"].students[0].name == "Jo Smith"


@pytest.mark.parametrize("word", ["Participant", "Teilnehmer_in"])
def test_those_whose_names_are_hidden_have_their_numbers(tmp_path: Path, word: str) -> None:
    """And are found on a worksheet by these, be it in Moodle's own language."""
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_text(
        "Identifier,Full name,Email address\nTeilnehmer/in7,Ada Lovelace,ada@example.org\n"
        "Teilnehmer/in8,Jo Smith,jo@example.org\nTeilnehmer/in9,Lin Chen,lin@example.org\n",
        encoding="utf-8",
    )
    for number in (7, 8):
        lay(tmp_path / "submissions" / f"{word}_{number}_assignsubmission_file", {"a.ipynb": WORK})
    assert set(work_in(tmp_path)) == {"Participant 7", "Participant 8"}
    found, missing, remarks = match(read_roster(worksheet), find(tmp_path))
    assert [one.students[0].name for one in found.work] == ["Ada Lovelace", "Jo Smith"]
    assert ([student.name for student in missing], remarks) == (["Lin Chen"], ())


def test_a_grading_worksheet_is_a_roster(tmp_path: Path) -> None:
    """It gives numbers and addresses, and tells two of one name apart, whom no other list does."""
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_text(
        "\ufeffIdentifier,Full name,ID number,Email address,Status,Grade,Maximum grade\n"
        "Participant 1234567,Ada Lovelace,0042,ada@example.org,Submitted,-,10.00\n"
        "Participant 1,Jo Smith,0043,jo@example.org,Submitted,-,10.00\n"
        "Participant 2,Jo Smith,0044,jo2@example.org,Submitted,-,10.00\n"
        "Participant 3,Lin Chen,0045,lin@example.org,No submission,-,10.00\n",
        encoding="utf-8",
    )
    lay(tmp_path / "submissions" / ADA, {"a.ipynb": WORK})
    for number in (1, 2):
        lay(tmp_path / "submissions" / f"Jo Smith_{number}_assignsubmission_file", {"a.ipynb": WORK})
    found, missing, remarks = match(read_roster(worksheet), find(tmp_path))
    known = {one.path.name: one.students[0] for one in found.work}
    assert (known[ADA].sid, known[ADA].email) == ("0042", "ada@example.org")
    assert known["Jo Smith_1_assignsubmission_file"].sid == "0043"
    assert known["Jo Smith_2_assignsubmission_file"].sid == "0044"
    assert ({student.sid for student in missing}, remarks) == ({"0045"}, ())
    text = worksheet.read_text(encoding="utf-8")
    worksheet.write_text(text.replace("Identifier", "Nothing"), encoding="utf-8")
    found, missing, remarks = match(read_roster(worksheet), find(tmp_path))
    assert {student.sid for student in missing} == {"0043", "0044", "0045"}
    assert len([remark for remark in remarks if "could be any of these" in remark]) == 2
    worksheet.write_text(text.replace("Participant ", "Participant 9"), encoding="utf-8")  # another's
    found, missing, remarks = match(read_roster(worksheet), find(tmp_path))
    assert {student.sid for student in missing} == {"0043", "0044", "0045"}


def test_files_of_staff_among_them_are_left_out(tmp_path: Path) -> None:
    """A remark names them; nobody's name is made of them."""
    for number in range(4):
        name = f"Student{number} A_{number}_assignsubmission_file_"
        lay(tmp_path / "submissions" / name, {"a.ipynb": WORK})
    lay(tmp_path / "submissions", {"worksheet.csv": b"x"})
    found = find(tmp_path)
    assert len(found.work) == 4
    assert found.remarks == (
        "worksheet.csv left out: names of Moodle tell whose a file is, and this is none",
    )

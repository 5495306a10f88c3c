"""Canvas's bulk download: one flat folder, names that tell whose each file is."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.batch.handed_in import HandedIn
from autograder.batch.intake import content_sha256, find_work
from autograder.batch.intake.canvas import Attachment, Owner, parse
from tests.submission.build import ASSIGNMENT, lay, notebook, read, zipped


def find(tmp_path: Path, *names: str) -> dict[str, HandedIn]:
    """Return the work of a download with these files, by key."""
    lay(tmp_path / "submissions", {name: notebook(f"x = {name!r}") for name in names})
    return work_in(tmp_path)


def work_in(tmp_path: Path) -> dict[str, HandedIn]:
    """Return the work of the download that was laid out, by key."""
    found = find_work([tmp_path / "submissions"], ASSIGNMENT, tmp_path / "grades" / "submissions")
    assert found.remarks == ()
    return {one.students[0].key: one for one in found.work}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("smithjo_123_456_a.ipynb", Attachment(Owner("smithjo", "123", late=False), 456, "a.ipynb")),
        ("smithjo_LATE_1_2_a_3.py", Attachment(Owner("smithjo", "1", late=True), 2, "a_3.py")),
        ("garcíalópezana_1_2_ü.py", Attachment(Owner("garcíalópezana", "1", late=False), 2, "ü.py")),
        ("_1_2_a.py", Attachment(Owner("", "1", late=False), 2, "a.py")),
        ("anon_x7Kp2_9_a.py", Attachment(Owner("anon_x7Kp2", "", late=False), 9, "a.py")),
        ("LATE_anon_x7Kp2_9_a.py", Attachment(Owner("anon_x7Kp2", "", late=True), 9, "a.py")),
        ("smithjo_123_text.html", Attachment(Owner("smithjo", "123", late=False), None, "text.html")),
        (
            "smithjo_LATE_123_link.html",
            Attachment(Owner("smithjo", "123", late=True), None, "link.html"),
        ),
        ("smithjo_1_2_text.html", Attachment(Owner("smithjo", "1", late=False), 2, "text.html")),
        ("alice.ipynb", None),
        ("3_14_pi.py", None),
        ("alice_pooling.py", None),
        ("alice_1_pooling.py", None),
        ("smithjo_123_456_", None),
        (f"smithjo_{'9' * 5000}_1_a.py", None),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_names_tell_whose_a_file_is(name: str, expected: Attachment | None) -> None:
    """As Canvas's own source makes them."""
    assert parse(name) == expected


@given(st.text())
def test_no_name_is_too_odd(name: str) -> None:
    """Whatever somebody calls a file."""
    parse(name)
    parse(f"smithjo_1_2_{name}")


@given(
    name=st.text(st.characters(categories=["Ll", "Lo"]), min_size=1, max_size=20),
    late=st.booleans(),
    user=st.integers(1, 10**12),
    number=st.integers(1, 10**12),
    file=st.text(min_size=1).filter(lambda text: "/" not in text),
)
def test_what_canvas_writes_is_read_back(
    name: str, user: int, number: int, file: str, *, late: bool
) -> None:
    """For any name, any file."""
    written = f"{name}{'_LATE' if late else ''}_{user}_{number}_{file}"
    if not re.match(r"(LATE_)?anon_", written):
        assert parse(written) == Attachment(Owner(name, str(user), late=late), number, file)


def test_each_student_has_one_entry(tmp_path: Path) -> None:
    """With her number, her squeezed name, and the name that she gave her file."""
    work = find(tmp_path, "smithjo_11_101_blur.ipynb", "leeann_LATE_12_102_work.ipynb")
    assert set(work) == {"11", "12"}
    (jo,) = work["11"].students
    assert (jo.name, jo.canvas_id, jo.label) == ("smithjo", "11", "smithjo")
    assert (work["11"].name, work["11"].late, work["12"].late) == ("blur.ipynb", False, True)
    assert work["11"].path == tmp_path / "submissions" / "smithjo_11_101_blur.ipynb"
    assert not (tmp_path / "grades").exists()


def test_anonymous_students_are_kept_apart(tmp_path: Path) -> None:
    """Where Canvas hides who they are, each has a code."""
    work = find(tmp_path, "anon_aa111_5_a.ipynb", "LATE_anon_bb222_6_a.ipynb")
    assert set(work) == {"anon_aa111", "anon_bb222"}
    assert work["anon_bb222"].late
    assert work["anon_bb222"].students[0].canvas_id == ""


def test_text_typed_into_canvas_is_no_file(tmp_path: Path) -> None:
    """She has an entry, which says what to do."""
    work = find(tmp_path, "smithjo_11_text.html", "leeann_12_102_a.ipynb")
    assert "no file" in work["11"].messages[0]
    assert work["11"].path.name == "smithjo_11_text.html"


@pytest.mark.parametrize("copy", ["blur-1", "blur (1)", "blur-Copy1", "blur - Copy", "BLUR-1 (2)"])
def test_of_copies_the_newest_wins(tmp_path: Path, copy: str) -> None:
    """Whatever marks it as a copy; larger numbers of attachments are newer, whatever the names."""
    work = find(tmp_path, f"smithjo_11_1000_{copy}.ipynb", "smithjo_11_999_blur.ipynb")
    assert work["11"].name == f"{copy}.ipynb"
    assert work["11"].path.name == f"smithjo_11_1000_{copy}.ipynb"
    assert work["11"].messages == (
        f"{copy}.ipynb was taken, and not blur.ipynb: the newest that can be graded counts",
    )


def test_of_two_notebooks_the_newest_wins(tmp_path: Path) -> None:
    """Though their names differ."""
    work = find(tmp_path, "smithjo_11_7_zeta.ipynb", "smithjo_11_8_alpha.ipynb")
    assert work["11"].name == "alpha.ipynb"
    assert "alpha.ipynb was taken, and not zeta.ipynb" in work["11"].messages[0]


def test_what_belongs_to_a_notebook_is_put_beside_it(tmp_path: Path) -> None:
    """Under the names that the student gave: imports and files that are asked for work again."""
    folder = lay(
        tmp_path / "submissions",
        {
            "smithjo_11_1_blur_edges-2.ipynb": notebook("import helpers"),
            "smithjo_11_2_helpers-1.py": b"y = 1",
            "smithjo_11_3_net.npz": b"old",
            "smithjo_11_4_net-1.npz": b"new",
            "smithjo_11_5_.DS_Store": b"junk",
            "leeann_12_6_blur_edges.ipynb": notebook("x = 1"),
        },
    )
    jo = work_in(tmp_path)["11"]
    assert sorted(path.name for path in jo.path.iterdir()) == [
        "blur_edges.ipynb",
        "helpers.py",
        "net.npz",
    ]
    assert (jo.path / "net.npz").read_bytes() == b"new"
    assert jo.messages == ("net-1.npz was taken, and not net.npz: the newest that can be graded counts",)
    assert jo.name == "blur_edges-2.ipynb"
    assert jo.path.name == "smithjo_11"
    submission = read(jo.path)
    assert submission.graded_file == "blur_edges.ipynb"
    assert submission.modules == {"helpers": "y = 1"}
    before = content_sha256(jo.path)
    stamp = (jo.path / "net.npz").stat()
    again = work_in(tmp_path)["11"]
    assert (again, content_sha256(again.path)) == (jo, before)
    assert (again.path / "net.npz").stat() == stamp, "nothing is copied twice"
    (folder / "smithjo_11_4_net-1.npz").write_bytes(b"newer")
    assert (work_in(tmp_path)["11"].path / "net.npz").read_bytes() == b"newer"


def test_scripts_alone_are_read_together(tmp_path: Path) -> None:
    """The reader of submissions decides among them."""
    name = "王" * 70  # of as many bytes as a name can have here
    lay(
        tmp_path / "submissions",
        {f"{name}_11_1_blur_edges.py": b"import helpers", f"{name}_11_2_helpers.py": b"y = 1"},
    )
    jo = work_in(tmp_path)["11"]
    assert jo.name == "blur_edges.py and helpers.py"
    assert read(jo.path).graded_file == "blur_edges.py"


def test_a_newer_zip_stands_alone(tmp_path: Path) -> None:
    """It holds a submission of its own; what lies beside it is named."""
    lay(
        tmp_path / "submissions",
        {
            "smithjo_11_1_old.ipynb": notebook("x = 1"),
            "smithjo_11_2_notes.txt": b"notes",
            "smithjo_11_3_work.zip": zipped({"blur_edges.py": b"x = 2"}),
        },
    )
    jo = work_in(tmp_path)["11"]
    assert jo.path.name == "smithjo_11_3_work.zip"
    assert jo.messages == (
        "work.zip was taken, and not old.ipynb: the newest that can be graded counts",
        "work.zip was taken alone, and not what came beside it: notes.txt",
    )


def test_files_of_staff_among_them_are_left_out(tmp_path: Path) -> None:
    """A remark names them; nobody's name is made of them."""
    names = [f"smithjo{n}_{n}_{n}_a.ipynb" for n in range(6)]
    lay(tmp_path / "submissions", dict.fromkeys([*names, "notes of staff.txt"], b"{}"))
    found = find_work([tmp_path / "submissions"], ASSIGNMENT, tmp_path / "staging")
    assert len(found.work) == 6
    assert found.remarks == (
        "notes of staff.txt left out: names of Canvas tell whose a file is, and this is none",
    )


def test_a_folder_with_few_such_names_is_no_download(tmp_path: Path) -> None:
    """Then names are those of students."""
    lay(tmp_path / "plain", dict.fromkeys(["a_1_2_b.py", "alice.py", "bob.py"], b"x = 1"))
    found = find_work([tmp_path / "plain"], ASSIGNMENT, tmp_path / "staging")
    assert [one.students[0].key for one in found.work] == ["a_1_2_b", "alice", "bob"]


def test_links_and_devices_are_not_copied(tmp_path: Path) -> None:
    """Nobody's file gets into another's submission, and nothing hangs."""
    secret = tmp_path / "secret.txt"
    secret.write_text("mark: 100")
    folder = lay(tmp_path / "submissions", {"smithjo_11_1_blur_edges.ipynb": notebook("x = 1")})
    (folder / "smithjo_11_2_data.txt").symlink_to(secret)
    os.mkfifo(folder / "smithjo_11_3_pipe.py")
    (folder / "smithjo_11_4_huge.npz").touch()
    os.truncate(folder / "smithjo_11_4_huge.npz", 10 * 2**30)
    jo = work_in(tmp_path)["11"]
    assert [path.name for path in jo.path.iterdir()] == ["blur_edges.ipynb"]
    assert jo.messages == (
        "data.txt was left out: it is a link to another place",
        "huge.npz was left out: it is larger than 192 MiB",
        "pipe.py was left out: it is not a regular file",
    )


def test_names_cannot_lead_out_of_the_staged_folder(tmp_path: Path) -> None:
    """What is left of a name without Canvas's part can be ".."."""
    work = find(tmp_path, "smithjo_11_1_..", "smithjo_11_2_blur.ipynb", "smithjo_11_3_helpers.py")
    assert sorted(path.name for path in work["11"].path.iterdir()) == ["blur.ipynb", "helpers.py"]


def test_the_zip_is_read_like_the_folder(tmp_path: Path) -> None:
    """As it is downloaded."""
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as archive:
        for name in ("smithjo_11_1_a.ipynb", "smithjo_11_2_a-1.ipynb", "leeann_LATE_12_3_b.py"):
            archive.writestr(name, b"{}")
    found = find_work([tmp_path / "submissions.zip"], ASSIGNMENT, tmp_path / "staging")
    assert [(one.students[0].key, one.name, one.late) for one in found.work] == [
        ("12", "b.py", True),
        ("11", "a-1.ipynb", False),
    ]


def test_a_name_that_is_no_utf8_tells_whose_a_file_is(tmp_path: Path) -> None:
    """As programs that unpack zips leave it."""
    odd = os.fsdecode(b"m\xfcllerjo")
    work = find(tmp_path, f"{odd}_11_1_{odd}.ipynb", f"{odd}_11_2_b{odd}.py", "leeann_12_3_a.ipynb")
    assert set(work) == {"11", "12"}
    for text in (work["11"].name, work["11"].students[0].name, *work["11"].messages):
        text.encode()
    assert sorted(path.name for path in work["11"].path.iterdir()) == [f"b{odd}.py", f"{odd}.ipynb"]

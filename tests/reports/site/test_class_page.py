"""The page of a class: what is on it, for whom, and what becomes of text that means harm."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from autograder.reports.site.class_page import class_page
from autograder.reports.site.view import ClassView, Cluster, KnownFault
from tests.reports.site.document import Document, read
from tests.reports.site.views import (
    HOSTILE,
    absent,
    class_view,
    example,
    graded,
    hand_ins,
    unreadable,
    whole_class,
)

SECTIONS = [
    "distribution",
    "questions",
    "look",
    "students",
    "tests",
    "mistakes",
    "clusters",
    "slow",
    "again",
]


@pytest.fixture(scope="module")
def whole() -> Document:
    """Return a page on which everything occurs."""
    return read(class_page(whole_class(24)))


def rows(page: Document, table: str) -> list[list[str]]:
    """Return the texts of the cells of a table, its headers first."""
    source = page.by_id(table)
    start = page.elements.index(source)
    found: list[list[str]] = []
    for element in page.elements[start + 1 :]:
        if element.name == "table":
            break
        if element.name == "tr":
            found.append([])
        elif element.name in {"th", "td"}:
            found[-1].append(" ".join(element.text.split()))
    return found


def test_a_page_is_the_same_each_time() -> None:
    """To the byte."""
    assert class_page(whole_class(12)) == class_page(whole_class(12))


def test_each_section_has_a_heading_and_can_be_reached(whole: Document) -> None:
    """From the navigation at the top."""
    links = [link.attributes["href"] for link in whole.all("a")]
    headings = {heading.attributes["id"] for heading in whole.all("h2")}
    assert [section.attributes["id"] for section in whole.all("section")] == SECTIONS
    assert {f"#{section}" for section in SECTIONS} <= set(links)
    assert {section.attributes["aria-labelledby"] for section in whole.all("section")} == headings
    assert len(whole.all("h1")) == len(whole.all("main")) == len(whole.all("header")) == 1


def test_whoever_cannot_see_it_finds_the_way(whole: Document) -> None:
    """Headers have a scope, tables a caption, pictures words, and what has an id is there once."""
    ids = Counter(one.attributes["id"] for one in whole.elements if "id" in one.attributes)
    assert max(ids.values()) == 1
    for element in whole.elements:
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert element.attributes.get(name, "main") in ids
        if element.name == "th":
            assert element.attributes["scope"] in {"row", "col"}
        if element.name == "img":
            assert element.attributes["alt"]
    assert len(whole.all("caption")) == len(whole.all("table"))
    assert whole.elements[0].attributes["lang"] == "en"


def test_students_are_listed_with_their_points() -> None:
    """A row each with what she has in each question, what became of her work, and what is remarked."""
    marks = [
        graded("1", "pp", name="Alice Ash", late=True, remarks=("look",)),
        graded("2", "pt"),
        unreadable("3", 2),
        absent("4", 2.0),
    ]
    page = read(class_page(class_view(marks, histories={"2": hand_ins(0.0, 1.0)})))
    assert rows(page, "student-table") == [
        [
            "Student",
            "Total",
            "The reef knot",
            "Standing",
            "How often",
            "Stopped tests",
            "CPU s",
            "Remarks",
        ],
        ["Alice Ash1", "2", "2", "graded late", "1", "", "0.02", "look"],
        ["Student 22", "1", "1", "graded", "2", "1 timeout", "0.51", ""],
        ["Student 33", "0", "0", "unreadable", "1", "", "0.02", ""],
        ["Student 44", "—", "—", "missing", "0", "", "", ""],
    ]


def test_a_name_leads_to_the_page_of_its_student(whole: Document) -> None:
    """Wherever it stands, whatever it is."""
    links = [a.attributes["href"] for a in whole.all("a") if not a.attributes["href"].startswith("#")]
    pages = {f"students/{page}.html" for page in whole_class(24).pages.values()}
    assert set(links) == pages
    assert len(links) > len(pages)


def test_a_name_of_a_page_stays_within_its_folder() -> None:
    """Nothing in it can end the address or begin another."""
    marks = [graded("1", "p")]
    page = read(class_page(class_view(marks, pages={"1": 'a b"?#javascript:x'})))
    assert "students/a%20b%22%3F%23javascript%3Ax.html" in [a.attributes["href"] for a in page.all("a")]


def test_a_student_without_a_page_is_no_link() -> None:
    """Her name stands there by itself."""
    page = read(class_page(class_view([graded("1", "p", name="Alice")], pages={})))
    assert rows(page, "student-table")[1][0] == "Alice1"
    assert not [a for a in page.all("a") if a.text.strip() == "Alice"]


def test_tests_that_look_wrong_are_named() -> None:
    """In words, in the table and beside the picture."""
    patterns = ["1110", "1110", "1100", "0101", "1010", "0001", "0011", "1100", "1111", "0001", "1110"]
    tests = [pattern.replace("1", "p").replace("0", "f") + "f" for pattern in patterns]
    page = read(class_page(class_view([graded(f"{n}", own) for n, own in enumerate(tests)])))
    verdicts = {row[1]: row[-1] for row in rows(page, "test-table")[1:]}
    assert verdicts["Knot 3 holds."].startswith("negative")
    assert verdicts["Knot 4 holds."] == "nobody passed"
    assert verdicts["Knot 0 holds."] == ""


def test_mistakes_are_counted_the_commonest_first() -> None:
    """By question and fault, with the title of the catalogue; one that is not in it has its id."""
    marks = [
        graded("1", "f", faults=("gone",)),
        *(graded(f"{number}", "f", faults=("left",)) for number in range(2, 7)),
    ]
    faults = {"left": KnownFault(id="left", title="Left over left", hint="")}
    page = read(class_page(class_view(marks, faults=faults)))
    assert [row[0] for row in rows(page, "mistake-table")[1:]] == ["Left over leftleft", "gonegone"]
    assert [row[2] for row in rows(page, "mistake-table")[1:]] == ["5", "1"]


def test_a_cluster_shows_what_to_do() -> None:
    """One call, the beginning of a fault, and the command that gives its hint to all."""
    marks = [graded("1", "f"), graded("2", "f")]
    cluster = Cluster(
        question="reef",
        fingerprint="x",
        students=("1", "2"),
        example=example("reef(7)"),
        template="def reef_fault():\n    ...\n",
        explanation="wrong only where it is odd",
    )
    page = read(class_page(class_view(marks, clusters=(cluster,))))
    assert " ".join(page.all("summary")[0].text.split()) == (
        "2 students · The reef knot · wrong only where it is odd"
    )
    assert "def reef_fault():\n    ...\n" in [pre.text for pre in page.all("pre")]
    assert "reef(7)" in [pre.text for pre in page.all("pre")]
    assert "autograder diagnose GRADES" in [code.text for code in page.all("code")]


def test_of_many_clusters_the_smaller_are_folded() -> None:
    """All are there, and a page of a large class stays short."""
    marks = [graded("1", "f")]
    clusters = tuple(Cluster(question="reef", fingerprint=f"{n}", students=("1",)) for n in range(30))
    page = read(class_page(class_view(marks, clusters=clusters)))
    summaries = [" ".join(one.text.split()) for one in page.all("summary")]
    assert len(summaries) == 31
    assert summaries[12] == "18 smaller ones"


def test_work_that_was_stopped_is_listed_the_slowest_first() -> None:
    """With how often and why; of the rest the ten slowest."""
    marks = [graded(f"{n}", "p") for n in range(30)] + [graded("t", "tt"), graded("c", "cm")]
    found = rows(read(class_page(class_view(marks))), "slow-table")
    assert found[1] == ["Student t", "1.00", "0.25", "2", "", "", "", ""]
    assert found[2] == ["Student c", "0.02", "0.25", "", "1", "", "", "1"]
    assert len(found) == 1 + 10


def test_who_handed_in_again_is_compared() -> None:
    """With the points of the first and the last piece of work, and a picture of all."""
    marks = [graded("1", "ppp"), graded("2", "p")]
    histories = {"1": hand_ins(1.0, 3.0), "2": hand_ins(None, None)}
    page = read(class_page(class_view(marks, histories=histories)))
    assert rows(page, "again-table")[1:] == [
        ["Student 1", "2", "1", "3", "+2"],
        ["Student 2", "2", "—", "—", "—"],
    ]
    assert any("mean went from 1.00 to 3.00" in image.attributes["alt"] for image in page.all("img"))


def test_what_waits_for_a_person_is_said_once() -> None:
    """Work that could not be judged first, then what is true of most."""
    marks = [
        graded("1", "u"),
        *(graded(f"{n}", "p", remarks=("graded for another version", "rare")[: 4 - n]) for n in (2, 3)),
    ]
    html = class_page(class_view(marks))
    assert (
        html.index("could not be judged") < html.index("<li>graded for another") < html.index("<li>rare")
    )
    assert html.count("<li>graded for another version") == 1


EMPTY = {
    "nobody": class_view([], as_of=""),
    "nothing handed in": class_view([absent("1"), absent("2")]),
    "all unreadable": class_view([unreadable("1")]),
    "nobody judged": class_view([graded("1", "u"), graded("2", "uu")]),
    "one student": class_view([graded("1", "p")]),
    "worth nothing": class_view([graded("1", "")]),
}


@pytest.mark.parametrize("view", EMPTY.values(), ids=EMPTY)
def test_a_class_with_little_in_it_has_all_sections(view: ClassView) -> None:
    """Each says what is not there."""
    page = read(class_page(view))
    assert [section.attributes["id"] for section in page.all("section")] == SECTIONS
    assert [one for one in page.all("p") if one.attributes.get("class") == "empty"]


def test_names_that_stand_for_others_are_said_to() -> None:
    """In the header, and only then."""
    said = "names and numbers stand for others"
    (header,) = read(class_page(class_view([], anonymous=True))).all("header")
    assert said in header.text
    assert said not in class_page(class_view([]))


def test_when_it_was_graded_is_said() -> None:
    """In the footer."""
    (footer,) = read(class_page(class_view([]))).all("footer")
    assert "2026-03-04 12:30 UTC" in footer.text
    (footer,) = read(class_page(class_view([], as_of=""))).all("footer")
    assert "Nothing has been graded yet" in footer.text


def test_hostile_text_is_text(whole: Document) -> None:
    """Wherever it stands, it makes no element, no attribute and no address, and turns no line around."""
    harmless = read(class_page(class_view(whole_class(24).marks[:1])))
    assert {one.name for one in whole.elements} - {one.name for one in harmless.elements} <= {
        *("figure", "figcaption", "picture", "source", "img", "ul", "li", "details", "summary", "code"),
        *("pre", "strong", "b", "mark", "h3", "table", "thead", "tbody", "tr", "td", "th", "caption"),
        *("svg", "rect", "div", "span", "small", "p", "dl", "dt", "dd"),
    }
    assert len(whole.all("script")) == 1
    for element in whole.elements:
        assert not [name for name in element.attributes if name == "style" or name.startswith("on")]
        for name in ("href", "src", "srcset"):
            assert re.match(r"#|students/[\w.%-]+$|data:image/|$", element.attributes.get(name, ""))
    (body,) = whole.all("body")
    assert body.text.count("<script>alert(1)</script>") > 3
    assert "{{ 7 * 7 }}" in body.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", body.text)
    assert {text for text in HOSTILE if text in body.text} == {t for t in HOSTILE if t.isascii()}


def test_nothing_but_text_of_staff_is_in_pictures(whole: Document) -> None:
    """Names of students least of all: a picture can be shown to a class."""
    for image in whole.all("img"):
        assert "alert" not in image.attributes["alt"]

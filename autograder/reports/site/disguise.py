"""Views of a class in which nobody can be told by name, number or address.

What students wrote stays, without the names in it as far as they can be found: whoever knows somebody's
style may still know her.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from autograder.marks import Mark, Student
from autograder.reports.site.view import ClassView, HandIn, StudentView
from autograder.results import SubmissionInfo

_SHORTEST = 6  # hexadecimal digits
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}")
_JOINT = r"[\s_.,'\u2019-]"  # between the parts of a name
_DAY = len("2026-11-26")
_WORD = 3  # letters of a part that is looked for by itself: shorter ones are words of any text

Change = Callable[[str], str]


class Disguise:
    """Gives each student another name, the same each time.

    Args:
        students: all of the class.
        secret: without it nobody can tell which name is whose.
    """

    def __init__(self, students: Sequence[Student], secret: str) -> None:
        whole = {one.key: _digest(one.key, secret) for one in students}
        length = _SHORTEST
        while len({digest[:length] for digest in whole.values()}) < len(whole):
            length += 1
        self._codes = {key: digest[:length] for key, digest in whole.items()}
        self._by_label = {one.label: self.name(one.key) for one in students}
        # One pattern for all: of names that begin alike the longest is meant.
        labels = {name for one in students for name in _spellings(one.label)}
        names = sorted({name for name in labels if len(_words(name)) > 1}, key=len)[::-1]
        known = [identifier for one in students for identifier in _identifiers(one)]
        self._others = _any_of([*map(_full_name, names), *map(re.escape, known)])
        self._telling = {word for text in (*names, *known) for word in _words(text)}
        self._telling |= {"".join(parts) for name in names for parts in _orders(_words(name))}

    def name(self, key: str) -> str:
        """Return what a student is called instead."""
        return f"Student {self._codes[key]}"

    def page(self, key: str) -> str:
        """Return the name of a student's page."""
        return f"student-{self._codes[key]}"

    def mark(self, mark: Mark) -> Mark:
        """Return a mark without anything that tells whose it is."""
        student, result = mark.student, mark.result
        if result is not None:
            info = SubmissionInfo(
                name=_kind_of(result.submission.name),
                graded_file=_kind_of(result.submission.graded_file),
                sha256="",
            )
            result = _with_texts(dataclasses.replace(result, submission=info), self._change(mark))
        changed: Mark = _with_texts(dataclasses.replace(mark, result=None), self._change(mark))
        return dataclasses.replace(
            changed,
            result=result,
            student=Student(key=self._codes[student.key], name=self.name(student.key)),
            submission=_kind_of(mark.submission),
            handed_in=mark.handed_in[:_DAY],
            partners=tuple(self._by_label.get(label, "somebody") for label in mark.partners),
        )

    def student(self, view: StudentView) -> StudentView:
        """Return the page of a student without anything that tells whose it is."""
        bare = dataclasses.replace(view, history=())
        changed: StudentView = _with_texts(bare, self._change(view.mark))
        return dataclasses.replace(
            changed,
            mark=self.mark(view.mark),
            page=self.page(view.mark.student.key),
            history=tuple(map(_nameless, view.history)),
        )

    def whole(self, view: ClassView) -> ClassView:
        """Return the page of a class in disguise, in an order that tells nothing."""
        clusters = [
            dataclasses.replace(
                _with_texts(cluster, self._hide_others),
                students=tuple(sorted(self._codes[key] for key in cluster.students)),
            )
            for cluster in view.clusters
        ]
        return dataclasses.replace(
            view,
            marks=tuple(sorted(map(self.mark, view.marks), key=lambda mark: mark.student.key)),
            pages={self._codes[key]: self.page(key) for key in view.pages},
            clusters=tuple(clusters),
            histories={
                self._codes[key]: tuple(map(_nameless, view.histories[key]))
                for key in sorted(view.histories, key=self._codes.__getitem__)
            },
            anonymous=True,
        )

    def _change(self, mark: Mark) -> Change:
        """Return what hides a student in a text, and then everybody else."""
        files = {mark.submission}
        if mark.result is not None:
            files |= {mark.result.submission.name, mark.result.submission.graded_file}
        own = [re.escape(_composed(name)) for name in sorted(files - {""}, key=len)[::-1]]
        # As names are written: `max` is a word of any program, `Max` is hardly one.
        known = {word for name in _spellings(mark.student.label) for word in _words(name)}
        words = sorted(word for word in known if len(word) >= _WORD and word.isalpha())
        own += [form for word in words for form in (word.capitalize(), word.upper())]
        pattern = re.compile(_bounded("|".join(own))) if own else None

        def change(text: str) -> str:
            others_hidden = self._hide_others(text)
            return pattern.sub("(she)", others_hidden) if pattern else others_hidden

        return change

    def _hide_others(self, text: str) -> str:
        text = _composed(text)
        text = _ADDRESS.sub("(an address)", text) if "@" in text else text
        if self._telling.isdisjoint(_words(text)):  # which is quicker by far than to look for all
            return text
        return self._others.sub("(somebody)", text)


def _digest(key: str, secret: str) -> str:
    return hmac.new(secret.encode(), key.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _identifiers(student: Student) -> list[str]:
    known = (student.key, student.sid, student.email, student.canvas_id, student.login)
    return [
        _composed(one)
        for one in known
        if len(one) >= 2 * _WORD or (len(one) >= _WORD and not one.isdigit())
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _orders(parts: Sequence[str]) -> list[list[str]]:
    """Return the parts of a name with the last one last, and first."""
    return [[*parts], [*parts[-1:], *parts[:-1]]]


def _spellings(name: str) -> set[str]:
    """Return a name with accents and without, both composed as the texts are in which it is sought."""
    bare = "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one))
    return {_composed(name), _composed(bare)}


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _full_name(name: str) -> str:
    """Return a pattern of a name, however its parts are joined."""
    # A file that is called after her has a number, too, which she has not.
    parts = [part for part in re.split(f"{_JOINT}+", name) if part]
    letters = [part for part in parts if not part.isdigit()]
    orders = _orders([re.escape(part) for part in (letters if len(letters) > 1 else parts)])
    return "|".join(map(f"{_JOINT}{{0,3}}".join, orders))


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(_bounded("|".join(dict.fromkeys(patterns)) or "(?!)"), re.IGNORECASE)


def _bounded(pattern: str) -> str:
    """Return a pattern that is no part of a longer word."""
    return rf"(?<![^\W_])(?:{pattern})(?![^\W_])"


def _kind_of(submission: str) -> str:
    return f"submission{PurePath(submission).suffix[:8]}" if submission else ""


def _nameless(one: HandIn) -> HandIn:
    day = one.handed_in[:_DAY]  # at which minute she did, others can look up
    return dataclasses.replace(one, submission=_kind_of(one.submission), handed_in=day)


def _with_texts(value: Any, change: Change) -> Any:
    """Return a value in which all texts are changed, but for words of ours such as statuses."""
    if type(value) is str:
        return change(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        kept = {name: one for name, one in fields.items() if name in _IDENTIFIERS}
        return type(value)(**{name: _with_texts(one, change) for name, one in fields.items()} | kept)
    if isinstance(value, tuple):
        return tuple(_with_texts(one, change) for one in value)
    if isinstance(value, Mapping):
        return {key: _with_texts(one, change) for key, one in value.items()}
    return value


# Fields that name parts of the course, by which pages put things together.
_IDENTIFIERS = frozenset({"id", "question", "test", "function", "fingerprint", "faults", "needs"})

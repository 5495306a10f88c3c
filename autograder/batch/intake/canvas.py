"""Canvas's "Download Submissions": one flat folder in which names tell whose each file is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.handed_in import Class, HandedIn
from autograder.batch.intake.copies import original_upload, taken
from autograder.batch.intake.listing import Item, left_out, mostly
from autograder.batch.intake.people import key_of, student
from autograder.batch.intake.stage import stage
from autograder.submission.names import NOTEBOOK, is_junk, listed, shown, suffix

# The name is "Last, First" in small letters, and without what is no letter, digit or "_". Programs that
# unpack zips can leave bytes that are no UTF-8 in it.
_OWNER = (
    r"(?:(?P<anon_late>LATE_)?anon_(?P<anon>[^\W_]{1,20})"
    r"|(?P<name>[\w\udc80-\udcff]*?)_(?P<late>LATE_|late_)?(?P<user>[0-9]{1,20}))"
)
_ATTACHED = re.compile(rf"{_OWNER}_(?P<attachment>[0-9]{{1,20}})_(?P<file>.+)", re.DOTALL)
_TYPED = re.compile(rf"{_OWNER}_(?P<file>text\.html|link\.html)")
_TYPED_MESSAGE = "Text or a link was handed in, and no file: hand in the notebook or Python file itself"


@dataclass(frozen=True)
class Owner:
    """Whose file it is.

    Attributes:
        name: her name squeezed together, or "anon_" and a code where Canvas hides who she is.
        user: Canvas's number of her, nothing where it hides that.
        late: whether it was handed in late.
    """

    name: str
    user: str
    late: bool


@dataclass(frozen=True)
class Attachment:
    """What the name of one file tells.

    Attributes:
        owner: whose it is.
        number: later uploads have larger ones; None for text that was typed into Canvas.
        file: what she called it.
    """

    owner: Owner
    number: int | None
    file: str


def parse(name: str) -> Attachment | None:
    """Return what the name of a file tells, None if Canvas gives no such names."""
    found = _ATTACHED.fullmatch(name) or _TYPED.fullmatch(name)
    if found is None:
        return None
    part = found.groupdict()
    if part["anon"]:
        owner = Owner(f"anon_{part['anon']}", "", late=bool(part["anon_late"]))
    else:
        owner = Owner(part["name"], part["user"], late=bool(part["late"]))
    number = part.get("attachment")
    return Attachment(owner, None if number is None else int(number), part["file"])


def is_canvas(items: Sequence[Item]) -> bool:
    """Return whether nearly all names are such as Canvas gives."""
    return mostly(items, lambda item: parse(item.path.name))


@dataclass(frozen=True)
class _Upload:
    item: Item
    attachment: Attachment

    @property
    def file(self) -> str:
        return self.attachment.file

    @property
    def age(self) -> tuple[int, str]:
        """Larger for what is newer."""
        return self.attachment.number or 0, self.item.path.name

    @property
    def is_whole(self) -> bool:
        """Whether it can be all of a submission, whatever lies beside it."""
        return self.item.is_folder or suffix(self.file) in {NOTEBOOK, ".zip"}


def find(items: Sequence[Item], staging: Path) -> Class:
    """Return the work in a download of Canvas: one entry a student, made of all her files.

    Args:
        items: what lies in the folder.
        staging: where folders for students with several files are made.

    Raises:
        AutograderError: such a folder cannot be written.
    """
    uploads: dict[str, list[_Upload]] = {}
    strays: list[str] = []
    for item in items:
        attachment = parse(item.path.name)
        if attachment is None:
            strays.append(item.path.name)
        else:
            owner = attachment.owner
            uploads.setdefault(owner.user or owner.name, []).append(_Upload(item, attachment))
    work = tuple(
        _one_work(sorted(found, key=lambda one: one.age), staging) for found in uploads.values()
    )
    return Class(work, left_out(strays, "Canvas"))


def _one_work(uploads: list[_Upload], staging: Path) -> HandedIn:
    """Return the work of one student, given all that she uploaded, the newest last."""
    fit = [upload for upload in uploads if not is_junk(upload.file)] or uploads[-1:]
    kept, messages = _newest_copies(fit)
    kept, more = _newest_whole(kept)
    messages += more
    owner = uploads[-1].attachment.owner
    if len(kept) == 1:
        path = kept[0].item.path
    else:
        files = {original_upload(upload.file): upload.item.path for upload in kept}
        path, left_out = stage(files, key_of(f"{owner.name[:40]}_{owner.user}".strip("_")), staging)
        messages += left_out
    main = [upload for upload in kept if upload.is_whole] or kept
    if all(upload.attachment.number is None for upload in kept):
        messages = (*messages, _TYPED_MESSAGE)
    return HandedIn(
        students=(
            student(name=owner.name, canvas_id=owner.user, otherwise=key_of(uploads[-1].item.path.name)),
        ),
        path=path,
        name=listed([upload.file for upload in main]),
        late=any(upload.attachment.owner.late for upload in kept),
        messages=messages,
    )


def _newest_copies(uploads: Sequence[_Upload]) -> tuple[list[_Upload], tuple[str, ...]]:
    """Return the newest of those whose names are alike, and what to say about the others."""
    alike: dict[str, list[_Upload]] = {}
    for upload in uploads:
        alike.setdefault(original_upload(upload.file).casefold(), []).append(upload)
    messages = tuple(
        taken(newest.file, [upload.file for upload in older])
        for *older, newest in alike.values()
        if older
    )
    return [copies[-1] for copies in alike.values()], messages


def _newest_whole(uploads: Sequence[_Upload]) -> tuple[list[_Upload], tuple[str, ...]]:
    """Return the newest notebook, and what belongs to it; a zip or a folder stands alone."""
    whole = sorted((upload for upload in uploads if upload.is_whole), key=lambda one: one.age)
    if not whole:
        return list(uploads), ()
    *older, newest = whole
    messages: tuple[str, ...] = ()
    if older:
        messages = (taken(newest.file, [upload.file for upload in older]),)
    beside = [upload for upload in uploads if not upload.is_whole]
    if suffix(newest.file) == NOTEBOOK and not newest.item.is_folder:
        return [newest, *beside], messages
    if beside:
        names = listed([upload.file for upload in beside])
        messages += (f"{shown(newest.file)} was taken alone, and not what came beside it: {names}",)
    return [newest], messages

"""Attacks that are zips: names that lead elsewhere, bombs, and tables of contents that lie."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tests.attacks.attack import CHEATING, HONEST, built
from tests.attacks.files import HOOKS

Member = tuple[str | zipfile.ZipInfo, str | bytes]
ZEROS = bytes(2**20)


def packed(folder: Path, *members: Member, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip of members as they are given, forbidden names and all."""
    path = folder / "work.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", method) as archive:
        warnings.simplefilter("ignore")  # a name that is there twice
        for name, content in members:
            archive.writestr(name, content)
    return path


def patched(path: Path, changes: Iterable[tuple[bytes, bytes]]) -> Path:
    """Change bytes of a file."""
    data = path.read_bytes()
    for old, new in changes:
        assert old in data
        data = data.replace(old, new)
    path.write_bytes(data)
    return path


@built(earns=6)
def suite_in_a_zip(folder: Path) -> Path:
    """Packs hooks, settings and a suite of its own beside wrong code."""
    others = ("conftest.py", "test_hidden.py", "pytest.py", "sitecustomize.py")
    return packed(folder, ("target.py", CHEATING), *((name, HOOKS) for name in others))


@built()
def member_above(folder: Path) -> Path:
    """Packs a member whose name leads out of the folder it is unpacked in."""
    return packed(folder, ("target.py", HONEST), ("../../tests/conftest.py", HOOKS))


@built()
def member_from_the_root(folder: Path) -> Path:
    """Packs a member with an absolute name."""
    return packed(folder, ("/etc/cron.d/owned", "x"), ("target.py", HONEST))


@built()
def member_on_a_drive(folder: Path) -> Path:
    """Packs a member whose name leads elsewhere on Windows."""
    return packed(folder, ("C:\\Windows\\owned.py", "x"), ("..\\target.py", HONEST))


@built()
def member_twice(folder: Path) -> Path:
    """Packs two files of one name, of which a person sees the right one."""
    return packed(folder, ("target.py", CHEATING), ("target.py", HONEST), ("./target.py", HONEST))


@built()
def member_with_a_nul(folder: Path) -> Path:
    """Packs a name that ends earlier for some programs than for others."""
    return patched(packed(folder, ("target.pyX.txt", HONEST)), [(b"target.pyX", b"target.py\0")])


@built()
def member_that_is_a_link(folder: Path) -> Path:
    """Packs a link to the reference solution."""
    link = zipfile.ZipInfo("target.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return packed(folder, (link, "../../course/target/target.py"))


@built()
def member_that_is_a_device(folder: Path) -> Path:
    """Packs a device that gives zeros without end."""
    device = zipfile.ZipInfo("helper.py")
    device.external_attr = (stat.S_IFCHR | 0o666) << 16
    return packed(folder, ("target.py", HONEST), (device, ""))


@built()
def encrypted(folder: Path) -> Path:
    """Says that its members need a password."""
    path = packed(folder, ("target.py", HONEST), method=zipfile.ZIP_STORED)
    local, central = b"PK\x03\x04\x14\0", b"PK\x01\x02\x14\x03\x14\0"  # before the flags
    return patched(path, [(head + b"\0\0", head + b"\1\0") for head in (local, central)])


@built()
def bomb(folder: Path) -> Path:
    """Packs a script of a gigabyte of blanks in a megabyte."""
    path = folder / "work.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("target.py", "w", force_zip64=True) as member,
    ):
        for _ in range(256):
            member.write(b" " * 4 * 2**20)
    return path


@built(earns=10)
def bomb_of_data(folder: Path) -> Path:
    """Packs a hundred megabytes of data beside its code, for the grader to unpack."""
    return packed(folder, ("target.py", HONEST), ("data.bin", ZEROS * 100))


@built()
def bomb_of_modules(folder: Path) -> Path:
    """Packs a hundred modules of four megabytes, each within the limit of one."""
    blanks = b" " * (4 * 2**20 - 1)
    return packed(folder, ("target.py", HONEST), *((f"m{n}.py", blanks) for n in range(60)))


@built(earns=10)
def bomb_in_a_zip(folder: Path) -> Path:
    """Packs zips in zips in zips beside its code, each of ten copies of the next."""
    content = ZEROS
    for _ in range(4):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
            for n in range(10):
                archive.writestr(f"{n}.zip", content)
        content = inner.getvalue()
    return packed(folder, ("target.py", HONEST), ("more.zip", content))


@built()
def zip_in_a_zip(folder: Path) -> Path:
    """Packs its code in a zip in a zip."""
    inner = packed(folder, ("target.py", HONEST)).read_bytes()
    return packed(folder, ("inner.zip", inner))


@built()
def lie_about_the_size(folder: Path) -> Path:
    """Says that a member of a hundred megabytes has ten bytes."""
    size = (100 * 2**20).to_bytes(4, "little")
    return patched(packed(folder, ("target.py", ZEROS * 100)), [(size, b"\x0a\0\0\0")])


@built()
def unusual_method(folder: Path) -> Path:
    """Packs by a method whose unpacking has no bound."""
    return packed(folder, ("target.py", HONEST), method=zipfile.ZIP_LZMA)


@built(earns=10)
def thousand_members(folder: Path) -> Path:
    """Packs a thousand files beside its code."""
    return packed(folder, ("target.py", HONEST), *((f"data/{n}", "") for n in range(1_000)))


@built()
def too_many_members(folder: Path) -> Path:
    """Packs fifty thousand files beside its code."""
    return packed(folder, ("target.py", HONEST), *((f"data/{n}", "") for n in range(50_000)))


@built()
def deep_member(folder: Path) -> Path:
    """Packs its code a thousand folders deep."""
    return packed(folder, ("d/" * 1_000 + "target.py", HONEST))


@built()
def damaged(folder: Path) -> Path:
    """Cuts its zip in the middle."""
    path = packed(folder, ("target.py", HONEST), ("data", ZEROS))
    path.write_bytes(path.read_bytes()[:-200])
    return path


@built(earns=10)
def names_for_a_terminal(folder: Path) -> Path:
    """Packs its code under a name that would clear a screen, and others that are markup."""
    return packed(folder, ("\x1b[2J\x1b]0;owned\x07\u202eyp.py", HONEST), ("[red]<b>.txt", ""))

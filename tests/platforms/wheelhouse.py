"""Wheels made of what is installed here, so that pip can install the same elsewhere without network."""

from __future__ import annotations

import importlib.metadata
import zipfile
from collections.abc import Iterable
from pathlib import Path


def lay_wheels(pins: Iterable[str], folder: Path) -> Path:
    """Write a wheel for each `name==version`, which is what is installed here, and return the folder."""
    folder.mkdir()
    for pin in pins:
        name, _, version = pin.partition("==")
        distribution = importlib.metadata.distribution(name)
        assert distribution.version == version
        _repack(distribution, folder)
    return folder


def _repack(distribution: importlib.metadata.Distribution, folder: Path) -> None:
    """Write the wheel that a distribution came from, but for its own tests; hashes are left out."""
    tag = next(
        line.partition(": ")[2]
        for line in (distribution.read_text("WHEEL") or "").splitlines()
        if line.startswith("Tag: ")
    )
    wheel = f"{distribution.name.replace('-', '_')}-{distribution.version}-{tag}.whl"
    record = ""
    with zipfile.ZipFile(folder / wheel, "w") as archive:
        for file in distribution.files or ():
            if file.suffix == ".pyc" or file.parts[0] == ".." or "tests" in file.parts:
                continue
            if file.name == "RECORD":
                record = str(file)
                continue
            archive.write(str(file.locate()), str(file))
        rows = [f"{name},,\n" for name in (*archive.namelist(), record)]
        archive.writestr(record, "".join(rows))

"""Saves are noticed, in whatever way an editor writes."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.rehearsal.watch import Watch


def test_a_save_is_noticed_once(tmp_path: Path) -> None:
    """Until it was marked; a new file is one, too."""
    file = tmp_path / "a.py"
    file.write_text("1")
    watch = Watch(lambda: tmp_path.glob("*.py"))
    assert not watch.changed()
    os.utime(file, ns=(5, 5))
    assert watch.changed()
    watch.mark()
    assert not watch.changed()
    (tmp_path / "b.py").write_text("2")
    assert watch.changed()


def test_a_file_that_vanishes_counts_when_it_is_back(tmp_path: Path) -> None:
    """An editor that writes by rename takes it away for a moment."""
    file = tmp_path / "a.py"
    file.write_text("1")
    os.utime(file, ns=(5, 5))
    watch = Watch(lambda: [file])
    file.unlink()
    assert not watch.changed()
    watch.mark()
    file.write_text("1")
    os.utime(file, ns=(5, 5))
    assert not watch.changed()
    os.utime(file, ns=(6, 6))
    assert watch.changed()

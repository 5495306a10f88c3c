"""What runs in a container, on Gradescope or by `otter grade`: Otter, on a blank notebook."""

from __future__ import annotations

import json
import shutil
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

from autograder.platforms.gradescope.results import not_judged_json
from autograder.platforms.otter.layout import (
    CONFIG,
    COURSE,
    FILES,
    METADATA,
    NOT_JUDGED,
    NOTEBOOK,
    PLUGIN,
    TESTS,
    blank,
)
from autograder.reports.atomic import write_atomically

if TYPE_CHECKING:
    from autograder.platforms.otter.results import Results

_WRITTEN: Final = ("results.json", "results.pkl")


def main(folder: Path = Path("/autograder")) -> None:
    """Grade `submission` in a folder, and write `results.json` and `results.pkl` to its `results`.

    Otter gets a tree of its own, in which a blank notebook stands for the submission: it fails at much
    before it asks any plugin, and unpacks, reads and imports more.

    Args:
        folder: holds `submission`, `results` and `source`, which is the zip unpacked.
    """
    source, results = folder / "source", folder / "results"
    # For machines where a worker is kept out by permissions alone; the metadata hold results of before.
    source.chmod(0o700)
    (folder / METADATA).touch()
    (folder / METADATA).chmod(0o600)
    for place in (folder, results):
        place.chmod(place.stat().st_mode & ~0o022)
    # Before anything is run: this is what there is if the machine ends it all.
    write_atomically(results / _WRITTEN[0], not_judged_json(NOT_JUDGED))
    from otter.run.run_autograder import main as run_otter  # noqa: PLC0415 -- takes seconds to load

    from autograder.platforms.otter.results import Results  # noqa: PLC0415 -- likewise

    _write(results, Results.not_judged("grading did not come to an end"))
    config = json.loads((source / CONFIG).read_text(encoding="utf-8"))
    given = {"course": str(source / FILES / COURSE), "submission": str(folder / "submission")}
    plugins = [_with(plugin, given) for plugin in config["plugins"]]
    with tempfile.TemporaryDirectory(prefix="otter-") as scratch:
        try:
            _lay(Path(scratch), folder)
            run_otter(scratch, plugins=plugins, zips=False)
            for name in _WRITTEN:
                write_atomically(results / name, Path(scratch, "results", name).read_bytes())
        except Exception:  # noqa: BLE001 -- whatever it is, staff are told
            _write(results, Results.not_judged(traceback.format_exc()))
            traceback.print_exc()


def _with(plugin: str | dict[str, dict[str, str]], given: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return a plugin of Otter's configuration, where it is ours with what it is to be given."""
    if isinstance(plugin, str):
        return {plugin: {}}
    return {name: given | own if name == PLUGIN else own for name, own in plugin.items()}


def _lay(scratch: Path, folder: Path) -> None:
    """Lay out the tree that Otter expects."""
    for name in ("source", "submission", "results"):
        (scratch / name).mkdir()
    shutil.copyfile(folder / "source" / CONFIG, scratch / "source" / CONFIG)
    shutil.copytree(folder / "source" / TESTS, scratch / "source" / TESTS)
    (scratch / "submission" / f"submission{NOTEBOOK}").write_text(blank(NOTEBOOK), encoding="utf-8")
    known = (folder / METADATA).read_bytes()
    (scratch / METADATA).write_bytes(known or b"{}")  # `otter grade` leaves it empty


def _write(folder: Path, results: Results) -> None:
    import dill  # noqa: PLC0415 -- which comes with Otter

    document = json.dumps(results.to_gradescope_dict(None)).encode()
    for name, data in zip(_WRITTEN, (document, dill.dumps(results)), strict=True):
        write_atomically(folder / name, data)

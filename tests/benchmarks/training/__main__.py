"""What training costs: `make bench-training`, `python -m tests.benchmarks.training`.

Trains the network of `gpu_training` as its reference does, as tutorials do, and with a data loader that
keeps the network waiting, in turn; then grades a golden submission with the real command. On a GPU if
there is one, else on one thread of the CPU. Prints one table; what goes on is said beside it. Times are
those of the machine at that moment; the ratios, of times in one round, carry over. Exits with 1 where
the grading could not be measured. It needs the extra `torch`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from subprocess import TimeoutExpired

from autograder.errors import AutograderError
from tests.benchmarks.training import report
from tests.benchmarks.training.gradings import Grading, grade
from tests.benchmarks.training.setting import DUE, Setting
from tests.benchmarks.training.table import Row, heading, lines

QUICK_IMAGES = 500


def main() -> None:
    """Measure and print."""
    options = parse()
    if find_spec("torch") is None:
        raise SystemExit("PyTorch is not installed: run `pip install -e '.[torch]'` and start again")
    from tests.benchmarks.training import machine  # they load it
    from tests.benchmarks.training.race import race

    try:
        device = machine.device(options.device)
        setting = Setting(options.data, device, QUICK_IMAGES if options.quick else None)
        data = setting.data()
    except (AutograderError, ValueError) as error:
        raise SystemExit(str(error)) from None
    seeds = range(1 if options.quick else options.seeds)
    found = race(setting, len(data.train_images), seeds, quick=options.quick)
    rows = [*report.time_rows(found, DUE[data.name]), *report.rate_rows(found)]
    # Before the gradings, which take long: whoever ends the command then has these.
    print(*machine.head(data, device, seeds), "", heading(), *lines(rows), sep="\n", flush=True)
    grading, failed = [Row("grading", words="left out by --quick")], False
    if not options.quick:
        try:
            grading = list(report.grading_rows(whole_gradings(setting, len(seeds))))
        except (RuntimeError, TimeoutExpired) as error:
            grading, failed = [Row("grading", words=f"not measured: {error}")], True
    print(*lines(grading), sep="\n")
    sys.exit(failed)


def whole_gradings(setting: Setting, times: int) -> list[Grading]:
    """Grade the golden submission some times over.

    Raises:
        RuntimeError: it could not be graded.
        subprocess.TimeoutExpired: it takes far too long.
    """
    print("training: grading", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        return [grade(setting.options(), Path(folder)) for _ in range(times)]


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.training",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="folder with the IDX files of MNIST (default: the digits of the course)",
    )
    parser.add_argument("--seeds", type=int, default=3, help="how many (default: 3)")
    parser.add_argument(
        "--quick", action="store_true", help="a try of the command: few images, one seed, no grading"
    )
    options = parser.parse_args()
    if options.seeds < 1:
        parser.error("--seeds: at least 1")
    return options


if __name__ == "__main__":
    main()

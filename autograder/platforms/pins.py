"""What grades here, by exact versions, so that it is what grades on a platform."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable

from autograder.errors import AutograderError
from autograder.sandbox.packages import closure
from autograder.wheel import DISTRIBUTION


def pins(packages: Iterable[str]) -> tuple[str, ...]:
    """Return what pip is to install beside this package: `name==version`, in order.

    Args:
        packages: what an assignment allows, beside what the package itself needs.

    Raises:
        AutograderError: one of them is not installed, or is no version that others could install.
    """
    packages = tuple(packages)
    for name in packages:
        _version(name)
    installed = {found.name.lower().replace("_", "-") for found in closure((DISTRIBUTION, *packages))}
    return tuple(f"{name}=={_version(name)}" for name in sorted(installed - {DISTRIBUTION}))


def _version(name: str) -> str:
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError as error:
        raise AutograderError(
            f"the assignment allows {name!r}, which is not installed here: install the version to grade "
            "with"
        ) from error
    if "+" in version:
        raise AutograderError(
            f"{name} {version} is installed here, a build that a platform cannot get: install "
            f"{name}=={version.partition('+')[0]} as it is published"
        )
    return version

"""Check public docstrings: first line, and parameters that agree with the signature where they are listed."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from types import ModuleType

import tongket

# Parameters are listed where they need words; where they are, all of them and in order.
EVERYWHERE = ("SS01", "SS02", "SS03", "GL08")
WITH_SECTIONS = ("PR01", "PR02", "PR03", "PR07", "PR10", "RT03", "YD01", "GL06", "GL07")


def modules() -> Iterator[ModuleType]:
    """Yield every module of the package."""
    for found in pkgutil.walk_packages(tongket.__path__, "tongket."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def public_objects(module: ModuleType) -> Iterator[str]:
    """Yield the full names of the public functions, classes and methods defined in a module."""
    for name, member in vars(module).items():
        if name.startswith("_") or getattr(member, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(member) or inspect.isclass(member):
            yield f"{module.__name__}.{name}"
        if inspect.isclass(member):
            for attribute, method in vars(member).items():
                if inspect.isfunction(method) and not attribute.startswith("_"):
                    yield f"{module.__name__}.{name}.{attribute}"


def problems_of(name: str) -> Iterator[str]:
    """Yield what is wrong with one docstring."""
    from numpydoc.validate import validate

    result = validate(name)
    text = result["docstring"]
    # attributes of a dataclass stand under Attributes, which numpydoc does not take for parameters
    listed = "Parameters\n" in text
    codes = EVERYWHERE + (WITH_SECTIONS if listed else ())
    for code, message in result["errors"]:
        if code in codes:
            yield f"{result['file']}:{result['file_line']}: {name}: {code} {message}"


def main() -> int:
    """Print every problem; return 1 when there is any."""
    found = [problem for module in modules() for name in public_objects(module) for problem in problems_of(name)]
    print("\n".join(found) if found else "docstrings: in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

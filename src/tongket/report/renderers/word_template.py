"""The shipped Word template: styles, margins and letterhead of Decree 30/2020/NĐ-CP, for the office to edit."""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

# The zip format cannot say less than this; a file that carries the clock would differ from run to run.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_CONTENT_TYPES = "[Content_Types].xml"


def default_template() -> bytes:
    """Return the shipped template as the bytes of a .docx file."""
    root = files("tongket.report") / "templates" / "word"
    parts = dict(_parts(root, ""))
    # readers expect the list of content types first
    ordered = {_CONTENT_TYPES: parts.pop(_CONTENT_TYPES), **parts}
    return pack(ordered)


def write_default_template(path: Path) -> Path:
    """Write the shipped template to `path`, for an office to make its own of it; return the path."""
    temporary = path.with_name(f".{path.name}.partial")
    temporary.write_bytes(default_template())
    return temporary.replace(path)


def pack(parts: dict[str, bytes]) -> bytes:
    """Return a zip of the parts in the order given, without the clock of the machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every machine
            archive.writestr(entry, content)
    return buffer.getvalue()


def repack(blob: bytes) -> bytes:
    """Return the same zip without the clock, its parts in the same order."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return pack({name: archive.read(name) for name in archive.namelist()})


def _parts(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            found += _parts(entry, f"{prefix}{entry.name}/")
        else:
            found.append((prefix + entry.name, entry.read_bytes()))
    return found

"""A plain reader of iCalendar files (RFC 5545): unfolds, splits, undoes escapes. Imports nothing from tongket."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Component:
    name: str
    properties: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def value(self, name: str) -> str:
        (found,) = [value for each, _, value in self.properties if each == name]
        return found

    def parameters(self, name: str) -> dict[str, str]:
        (found,) = [parameters for each, parameters, _ in self.properties if each == name]
        return found


def read(content: bytes) -> Component:
    """Read one calendar; raises where a line, a begin or an end is not as the standard has it."""
    if not content.endswith(b"\r\n"):
        raise ValueError("a calendar ends with CR LF")
    physical = content[:-2].split(b"\r\n")
    for line in physical:
        if len(line) > 75:
            raise ValueError(f"a line has {len(line)} octets")
        if b"\n" in line or b"\r" in line:
            raise ValueError("a line end that is not CR LF")
        line.decode("utf-8")  # a fold may not cut a character
    lines: list[bytes] = []
    for line in physical:
        if line[:1] in (b" ", b"\t"):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    open_: list[Component] = [Component("root")]
    for name, parameters, value in (split(line.decode("utf-8")) for line in lines):
        if name == "BEGIN":
            open_.append(Component(value))
        elif name == "END":
            done = open_.pop()
            if done.name != value:
                raise ValueError(f"END:{value} closes {done.name}")
            open_[-1].parts.append(done)
        else:
            open_[-1].properties.append((name, parameters, value))
    (calendar,) = open_.pop().parts
    return calendar


def split(line: str) -> tuple[str, dict[str, str], str]:
    head, colon, value = line.partition(":")
    if not colon:
        raise ValueError("a line without a colon")
    name, *parameters = head.split(";")
    return name, dict(each.split("=", 1) for each in parameters), value


def text(value: str) -> str:
    """Undo the escapes of a text value, one character after the other."""
    found, place = "", 0
    while place < len(value):
        if value[place] == "\\":
            place += 1
            found += {"n": "\n", "N": "\n"}.get(value[place], value[place])
        else:
            if value[place] in ",;":
                raise ValueError("a comma or semicolon that is not escaped")
            found += value[place]
        place += 1
    return found

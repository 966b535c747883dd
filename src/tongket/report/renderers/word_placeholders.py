"""Find and fill the placeholders of a Word template: {{title}}, {{body}} and the others."""

from __future__ import annotations

import copy
import re
from typing import Any

from tongket.model.errors import DefinitionError
from tongket.report.document import Document
from tongket.report.renderers import front
from tongket.report.renderers.word_xml import NAMESPACES
from tongket.report.renderers.words import word

_W = f"{{{NAMESPACES['w']}}}"

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
# Replaced by blocks rather than words; each stands in a paragraph of its own, outside tables.
BODY, ANNEXES = "body", "annexes"
# Mean width of a letter of the two mottos at 13 points bold, in twentieths of a point.
_MOTTO_LETTER = 121
_NEEDED = ("title", BODY, ANNEXES)

Values = dict[str, tuple[str, ...]]


def values_of(document: Document) -> Values:
    """Return what each placeholder stands for, as lines; none when the document has nothing to say there."""
    head, signature, language = document.letterhead, document.signature, document.language
    nation = head.nation or ("", "")
    addressees = front.addressee_lines(document)
    single: dict[str, str] = {
        "parent": head.parent,
        "issuer": head.issuer,
        "nation": nation[0],
        "motto": nation[1],
        "number": front.number_line(head, language),
        "place_date": front.date_line(head, language),
        "classification": document.classification or "",
        "kind": document.kind,
        "title": document.title_text,
        "recipients_label": word("recipients", language) if document.recipients else "",
        "authority": signature.authority if signature else "",
        "post": signature.post if signature else "",
        "name": (signature.name or word("name", language)) if signature else "",
    }
    values: Values = {name: (text,) if text else () for name, text in single.items()}
    values["addressees"] = addressees[:1] + tuple(f"\t{line}" for line in addressees[1:])
    values["recipients"] = front.recipient_lines(document)
    return values


def text_of(paragraph: Any) -> str:
    """Return the words of a paragraph, however many runs Word has cut them into."""
    return "".join(node.text or "" for node in _text_nodes(paragraph))


def check_placeholders(paragraphs: list[Any], values: Values, where: str) -> None:
    """Raise DefinitionError when a template lacks a placeholder it needs, or holds one that nothing fills."""
    found = {name for paragraph in paragraphs for name in _PLACEHOLDER.findall(text_of(paragraph))}
    known = {*values, BODY, ANNEXES}
    if unknown := sorted(found - known):
        raise DefinitionError(
            f"Template {where}: placeholders must be one of {', '.join(sorted(known))}; got {', '.join(unknown)}."
            " Mend the spelling in Word, or take it out."
        )
    # an office may write its letterhead out, but a secrecy mark must never be lost
    needed = (*_NEEDED, "classification") if values["classification"] else _NEEDED
    if missing := [name for name in needed if name not in found]:
        marks = ", ".join("{{" + name + "}}" for name in missing)
        raise DefinitionError(
            f"Template {where}: it must hold {marks}; got none. Write it where the text belongs, in a paragraph of"
            " its own; `write_default_template` gives a template that holds all."
        )


def find_block(paragraphs: list[Any], name: str, where: str) -> Any:
    """Return the paragraph that holds only {{name}} and stands in the body itself, not in a table or box."""
    for paragraph in paragraphs:
        found = _PLACEHOLDER.fullmatch(text_of(paragraph).strip())
        if found and found[1] == name and paragraph.getparent().tag.endswith("}body"):
            return paragraph
    raise DefinitionError(
        f"Template {where}: {{{{{name}}}}} must stand alone in a paragraph of the page itself; got it inside a"
        " sentence, a table or a box. Move it to a paragraph of its own."
    )


def fill(paragraphs: list[Any], values: Values) -> None:
    """Put the words in place of every placeholder; a paragraph left without words goes."""
    for paragraph in paragraphs:
        text = text_of(paragraph)
        names = _PLACEHOLDER.findall(text)
        if not names or names[0] in (BODY, ANNEXES):
            continue
        alone = _PLACEHOLDER.fullmatch(text.strip())
        if alone:
            _fill_alone(paragraph, values[alone[1]])
            if alone[1] == "motto":
                _fit_rule(paragraph)
        else:
            _replace(paragraph, {name: "; ".join(values[name]) for name in names})


def _fill_alone(paragraph: Any, lines: tuple[str, ...]) -> None:
    if not lines:
        _remove(paragraph)
        return
    for line in reversed(lines[1:]):
        copied = copy.deepcopy(paragraph)
        _set_text(copied, line)
        paragraph.addnext(copied)
    _set_text(paragraph, lines[0])


def _fit_rule(paragraph: Any) -> None:
    """Make the rule under the motto as long as the motto (Appendix I), whatever its language.

    The rule is the lower border of a paragraph indented at both sides inside a cell of the letterhead; a template
    drawn otherwise is left as it is.
    """
    indent = next(paragraph.iter(f"{_W}ind"), None)
    width = next(paragraph.getparent().iter(f"{_W}tcW"), None) if paragraph.getparent() is not None else None
    if indent is None or width is None or next(paragraph.iter(f"{_W}bottom"), None) is None:
        return
    room = int(width.get(f"{_W}w")) - _MOTTO_LETTER * (len(text_of(paragraph)) + 1)
    for side in ("left", "right"):
        indent.set(f"{_W}{side}", str(max(0, round(room / 2))))


def _set_text(paragraph: Any, text: str) -> None:
    """Put `text` into the first run and empty the others; a tab stands for a tab."""
    nodes = _text_nodes(paragraph)
    for node in nodes[1:]:
        node.text = ""
    first = nodes[0]
    _keep_spaces(first, text.lstrip("\t"))
    if text.startswith("\t"):
        first.addprevious(first.makeelement(first.tag.replace("}t", "}tab"), {}))


def _replace(paragraph: Any, words: dict[str, str]) -> None:
    """Replace placeholders inside a sentence, run by run, keeping the look of the run each begins in."""
    while match := _PLACEHOLDER.search(text_of(paragraph)):
        position = 0
        for node in _text_nodes(paragraph):
            text = node.text or ""
            start, end = match.start() - position, match.end() - position
            position += len(text)
            if end <= 0 or start >= len(text):
                continue
            put = words[match[1]].replace("{{", "{\u2060{") if start >= 0 else ""
            _keep_spaces(node, text[: max(start, 0)] + put + text[max(end, 0) :])


def _keep_spaces(node: Any, text: str) -> None:
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _text_nodes(paragraph: Any) -> list[Any]:
    return [node for node in paragraph.iter() if isinstance(node.tag, str) and node.tag.endswith("main}t")]


def _remove(paragraph: Any) -> None:
    """Take a paragraph out; the last of a cell stays, empty, for a cell needs one."""
    parent = paragraph.getparent()
    others = [child for child in parent if child.tag == paragraph.tag and child is not paragraph]
    if parent.tag.endswith("}tc") and not others:
        _set_text(paragraph, "")
        for border in list(paragraph.iter(f"{_W}pBdr")):  # nor must the rule under a motto stay without it
            border.getparent().remove(border)
    else:
        parent.remove(paragraph)

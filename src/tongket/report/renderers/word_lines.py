"""Lines of text as runs: numbers that lead to the list of figures, and real footnotes."""

from __future__ import annotations

from tongket.report.renderers.annexes import ANCHOR
from tongket.report.renderers.numbering import Numbering
from tongket.report.renderers.word_xml import PLAIN, Look, bookmark, field, link, paragraph, run
from tongket.report.spans import Bold, Fixed, Italic, Line, NoteRef, Number, Span, StateWord


class LineWriter:
    """Write spans in order of reading, and collect the footnotes met.

    Attributes
    ----------
    footnotes : list of str
        Footnotes as WordprocessingML, in order.
    """

    def __init__(self, numbering: Numbering, styles: dict[str, str], first_footnote: int, last_bookmark: int) -> None:
        self.numbering = numbering
        self.footnotes: list[str] = []
        self._styles = styles
        self._first_footnote = first_footnote
        # Word wants one number for each bookmark
        self._marks = last_bookmark

    def line(self, spans: Line, look: Look = PLAIN) -> str:
        """Return one line as runs."""
        return "".join(self.span(span, look) for span in spans)

    def span(self, span: Span, look: Look) -> str:
        """Return one span; a number leads to its row in the list of figures."""
        if isinstance(span, Bold):
            return self.line(span.spans, look.with_bold())
        if isinstance(span, Italic):
            return self.line(span.spans, look.with_italic())
        if isinstance(span, NoteRef):
            return self._note(span)
        if isinstance(span, Number | StateWord):
            return link(span.figure.id, run(span.text, look))
        if isinstance(span, Fixed) and span.reason == ANCHOR:
            return self._bookmark(span.text, run(span.text, look))
        return run(span.text, look)

    def _bookmark(self, name: str, runs: str) -> str:
        self._marks += 1
        return bookmark(self._marks, name, runs)

    def _note(self, span: NoteRef) -> str:
        number, first = self.numbering.note(span.note)
        style = self._styles["footnote reference"]
        if not first:  # a cross-reference to the first mark, as Word makes them
            return field(f"NOTEREF Note{number} \\f \\h", str(number), PLAIN, style)
        place = self._first_footnote + len(self.footnotes)
        # keeps its place among the notes, whatever notes its own text may bring
        self.footnotes.append("")
        mark = f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:footnoteRef/></w:r>'
        content = paragraph(self._styles["footnote text"], f"{mark}{run(' ')}{self.line(span.note)}")
        self.footnotes[place - self._first_footnote] = f'<w:footnote w:id="{place}">{content}</w:footnote>'
        reference = f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:footnoteReference w:id="{place}"/></w:r>'
        return self._bookmark(f"Note{number}", reference)

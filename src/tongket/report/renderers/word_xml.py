"""Small pieces of WordprocessingML as text. Whole blocks are parsed at once: thousands of cells stay fast."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tongket.report.renderers.signs import printable

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


@dataclass(frozen=True)
class Look:
    """Hold the direct formatting of a run: what its style does not say already."""

    bold: bool = False
    italic: bool = False

    def with_bold(self) -> Look:
        """Return the same look in bold."""
        return replace(self, bold=True)

    def with_italic(self) -> Look:
        """Return the same look in italics."""
        return replace(self, italic=True)


PLAIN = Look()


def parse(xml: str) -> list[Any]:
    """Return the elements of a piece of WordprocessingML."""
    from docx.oxml import parse_xml

    return list(parse_xml(f"<w:body {_DECLARED}>{xml}</w:body>"))


def attribute(text: str) -> str:
    """Return a quoted attribute value."""
    return quoteattr(printable(text))


def clean(text: str) -> str:
    """Return text fit for an element."""
    return escape(printable(text))


def run(text: str, look: Look = PLAIN, style: str = "") -> str:
    """Return one run; a line feed becomes a line break."""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(clean(part) for part in text.split("\n"))
    return f'<w:r>{_properties(look, style)}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def _properties(look: Look, style: str) -> str:
    marks = f'<w:rStyle w:val="{style}"/>' if style else ""
    marks += "<w:b/><w:bCs/>" if look.bold else ""
    marks += "<w:i/><w:iCs/>" if look.italic else ""
    return f"<w:rPr>{marks}</w:rPr>" if marks else ""


def paragraph(style: str, runs: str, more: str = "") -> str:
    """Return one paragraph of a named style; `more` are further paragraph properties, in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def link(anchor: str, runs: str) -> str:
    """Return runs that lead to a bookmark of the document."""
    return f'<w:hyperlink w:anchor={attribute(anchor)} w:history="1">{runs}</w:hyperlink>'


def bookmark(number: int, name: str, runs: str) -> str:
    """Return runs under a bookmark."""
    opened = f'<w:bookmarkStart w:id="{number}" w:name={attribute(name)}/>'
    return f'{opened}{runs}<w:bookmarkEnd w:id="{number}"/>'


def field(instruction: str, shown: str, look: Look = PLAIN, style: str = "") -> str:
    """Return a field with the result it shows until Word updates it.

    Written in runs, not as a simple field: many programs that read Word files skip what stands inside those.
    """
    # every run carries the look: a program that updates the field takes it from any of them
    marks = _properties(look, style)
    code = f'<w:r>{marks}<w:instrText xml:space="preserve"> {clean(instruction)} </w:instrText></w:r>'
    begin, separate, end = (
        f'<w:r>{marks}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}{code}{separate}{run(shown, look, style)}{end}"


def _local(*prefixes: str) -> str:
    """Declare namespaces where they are used: a template need not know those of pictures."""
    return " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes)


def picture(relation: str, number: int, alt: str, width: int, height: int) -> str:
    """Return an inline picture; sizes in English metric units (914 400 to the inch)."""
    name = f"Picture {number}"
    return (
        f'<w:r><w:drawing><wp:inline {_local("wp", "a", "pic")} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="{name}" descr={attribute(alt)}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}" descr={attribute(alt)}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip {_local("r")} r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def watermark(text: str) -> str:
    """Return a run that draws `text` across the page behind the words, as Word's own watermarks do."""
    # the shape is stretched to its box: so many letters to the box, or short words grow fat
    width, height = min(480, 95 * len(text)), 130 if len(text) <= 6 else 480 / len(text) * 1.5
    return (
        '<w:r><w:rPr><w:noProof/></w:rPr><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136"'
        ' adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
        '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
        '<v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom"'
        ' o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
        '<v:textpath on="t" fitshape="t"/><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
        '<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136"'
        f' alt={attribute(text)} style="position:absolute;margin-left:0;margin-top:0;'
        f"width:{width}pt;height:{height:g}pt;"
        "rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#e6e6e6"'
        ' stroked="f"><v:fill opacity=".6"/><v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt"'
        f" string={attribute(text)}/></v:shape></w:pict></w:r>"
    )

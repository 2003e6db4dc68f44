"""One thing that documents do to their words, in each format that can do it: what of it is kept, and what set aside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from index.corpus.reading.formats import read_as
from index.corpus.reading.reading import Limits, Reading
from tests.corpus.reading.packages import changed, packed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        **{name: name for name in ("office", "text", "table", "style")},
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)


def kept(reading: Reading) -> list[str]:
    """The words of the blocks that are kept, on one line each."""
    return [" ".join(reading.text[block.start : block.end].split()) for block in reading.blocks if block.kept]


def aside(reading: Reading) -> list[tuple[str | None, str]]:
    """Reason and words of the blocks that are not."""
    return [
        (block.reason, " ".join(reading.text[block.start : block.end].split()))
        for block in reading.blocks
        if not block.kept
    ]


def labels(reading: Reading) -> list[tuple[str, str]]:
    """Number and words of each block that has a number."""
    return [(block.label, reading.text[block.start : block.end]) for block in reading.blocks if block.label]


def rows(reading: Reading) -> list[tuple[str, str]]:
    """Header and words of each row of a table."""
    return [
        (reading.text[slice(*block.header)] if block.header else "", reading.text[block.start : block.end])
        for block in reading.blocks
        if block.kind == "table-row"
    ]


def docx(body: str, styles: str = "", numbering: str = "", **parts: bytes) -> Reading:
    """A Word document of this body, made of nothing but what is given."""
    return read_as("a.docx", docx_bytes(body, styles, numbering, **parts), Limits())


def docx_bytes(body: str, styles: str = "", numbering: str = "", **parts: bytes) -> bytes:
    """Its bytes. `parts` are members of `word/`, each related by its name; a name's `.` is `_0`."""
    names = [name.replace("_0", ".") for name in parts]
    related = {"styles.xml": "styles", "numbering.xml": "numbering"} | dict.fromkeys(names, "aFChunk")
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{name}"/>' for name, kind in related.items()
    )
    opening = "http://schemas.openxmlformats.org/package/2006/relationships"
    members = {
        "_rels/.rels": f'<Relationships xmlns="{opening}"><Relationship Id="r" Type="{_R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{opening}">{relations}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_W}" xmlns:m="{_M}" xmlns:r="{_R}"><w:body>{body}</w:body>'
        "</w:document>",
        "word/styles.xml": f'<w:styles xmlns:w="{_W}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{_W}">{numbering}</w:numbering>',
    }
    made = {name: content.encode() for name, content in members.items()}
    return packed({**made, **{f"word/{name}": content for name, content in zip(names, parts.values(), strict=True)}})


def run(words: str, properties: str = "") -> str:
    """A run of a Word paragraph."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def strict(data: bytes) -> bytes:
    """A Word document of the standard's strict kind, with the same words."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as copy:
        for name in package.namelist():
            content = package.read(name).decode()
            for part in ("officeDocument", "wordprocessingml"):
                content = content.replace(
                    f"http://schemas.openxmlformats.org/{part}/2006/", f"http://purl.oclc.org/ooxml/{part}/"
                )
            copy.writestr(name, content)
    return out.getvalue()


def odt(body: str, styles: str = "") -> Reading:
    """An OpenDocument text of this body."""
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    return read_as("a.odt", changed(".odt", content_0xml=content.encode()), Limits())


def odt_style(name: str, properties: str, family: str = "text") -> str:
    """A style of OpenDocument."""
    return (
        f'<style:style style:name="{name}" style:family="{family}"><style:text-properties {properties}/></style:style>'
    )


def rtf(body: str, head: str = "") -> Reading:
    """Rich text of this body."""
    return read_as("a.rtf", (r"{\rtf1\ansi " + head + body + "}").encode("latin-1"), Limits())


def pdf(canvas: Canvas) -> Reading:
    """What the canvas has drawn."""
    return read_as("a.pdf", canvas.getpdfdata(), Limits())


def sheet(lines: Sequence[str] = (), **options: object) -> Canvas:
    """A canvas with these lines as a paragraph at its top."""
    canvas = Canvas(io.BytesIO(), pageCompression=0, **options)
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(lines):
        canvas.drawString(72, 720 - 14 * number, line)
    return canvas

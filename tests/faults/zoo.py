"""Ugly files: each one a trouble that a folder of a real organisation has, or that somebody makes on purpose."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pptx
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.loading.making import epub, odf

TEXT = "Le décolletage est né dans la vallée de l'Arve, près de Genève, et forme encore des apprentis."
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
MEMBERS = {
    ".docx": "word/document.xml",
    ".pptx": "ppt/presentation.xml",
    ".xlsx": "xl/workbook.xml",
    ".odt": "content.xml",
    ".ods": "content.xml",
    ".odp": "content.xml",
    ".epub": "META-INF/container.xml",
}
LAUGHS = (
    '<?xml version="1.0"?>{padding}<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><x>&a11;</x>"
)
DEEP = 200_000


def good(folder: Path) -> set[str]:
    """Write files that must be read in spite of what they are called or how they are encoded; their paths."""
    names = {
        "plain.md", "NFC-été.md", "NFD-e\u0301te\u0301.md", "with spaces and 'quotes'.md", "n" * 252 + ".md",
        "line\nbreak.md", "-rf.md", "%s{}$(x).md", "emoji-🏭.md", "/".join(["deep"] * 40) + "/a.md", "UPPER.MD",
    }  # fmt: skip
    for number, name in enumerate(sorted(names)):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# Titre {number}\n\n{TEXT}\n", encoding="utf-8")
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"):
        (folder / f"{encoding}.txt").write_bytes((f"{encoding}. {TEXT} " * 5).encode(encoding))
    for suffix, make in MAKERS.items():
        (folder / f"sound{suffix}").write_bytes(make())
    return names | {str(p.relative_to(folder)) for p in folder.iterdir() if p.is_file()}


def bad(folder: Path) -> dict[str, set[str]]:
    """Write files that must be named with a reason; the codes that they may get, by path."""
    found: dict[str, set[str]] = {}
    for path, content, codes in _bad_contents():
        (folder / path).write_bytes(content)
        found[path] = codes
    with (folder / "spaces-200-MB.txt").open("wb") as file:
        for _ in range(200):
            file.write(b" " * 1_000_000)
    found["spaces-200-MB.txt"] = {"too-large"}
    (folder / "spaces-20-MB.md").write_bytes(b" " * 20_000_000)
    found["spaces-20-MB.md"] = {"empty"}
    (folder / os.fsdecode(b"latin1-\xe9.md")).write_text(TEXT)
    found["latin1-\\xe9.md"] = {"name"}
    for name, target in (("nowhere.md", "missing.md"), ("self.md", "self.md"), ("zero.md", "/dev/zero")):
        (folder / name).symlink_to(target)
        found[name] = {"outside"}
    (folder / "locked.md").write_text(TEXT)
    (folder / "locked.md").chmod(0)
    (folder / "locked-folder").mkdir()
    (folder / "locked-folder" / "a.md").write_text(TEXT)
    (folder / "locked-folder").chmod(0)
    return found | {"locked.md": {"unreadable"}, "locked-folder": {"unreadable"}}


def harmless(folder: Path) -> set[str]:
    """Write what is no document and no trouble either; the paths."""
    (folder / "loop").symlink_to(".")
    os.mkfifo(folder / "pipe.md")
    listening = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # the address of a socket may not be long
    listening.bind("socket.md")
    os.chdir(here)
    listening.close()
    (folder / "film.mp4").write_bytes(PNG)
    (folder / "no-ending").write_text(TEXT)
    return {"loop", "pipe.md", "socket.md", "film.mp4", "no-ending"}


def _bad_contents() -> Iterator[tuple[str, bytes, set[str]]]:
    for suffix, make in MAKERS.items():
        whole = make()
        yield f"truncated{suffix}", whole[: len(whole) // 2], {"broken", "empty", "no-text"}
        yield f"picture{suffix}", PNG, {"wrong-type"}
        yield f"nothing{suffix}", b"", {"empty"}
    for suffix, member in MEMBERS.items():
        yield f"bomb{suffix}", _zipped({member: LAUGHS.format(padding="")}), {"broken"}
        padded = LAUGHS.format(padding="<!--" + " " * 10_000 + "-->")
        yield f"hidden-bomb{suffix}", _zipped({member: padded}), {"broken", "memory", "timeout", "crashed"}
        yield f"zip-bomb{suffix}", _swollen(_zipped({member: "<x/>"})), {"too-large"}
        yield f"password{suffix}", _locked(MAKERS[suffix]()), {"encrypted"}
        yield f"ole{suffix}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), {"encrypted"}
        yield f"deep{suffix}", _zipped({member: "<a>" * DEEP}), {"broken", "memory", "crashed", "empty"}
        yield f"other{suffix}", _zipped({"autre.txt": TEXT}), {"wrong-type"}
    for suffix in (".zip", ".rtf", ".eml", ".msg", ".doc", ".json", ".jsonl", ".html"):
        yield f"picture{suffix}", PNG, {"wrong-type"}
        yield f"nothing{suffix}", b" ", {"empty"}
    papers = _zipped({"un.md": TEXT, "deux.md": TEXT})
    yield "truncated.zip", papers[: len(papers) // 2], {"broken"}
    yield "zip-bomb.zip", _swollen(papers), {"too-large"}
    yield "password.zip", _locked(papers), {"encrypted"}
    yield "only-pictures.zip", _zipped({"a.png": PNG}), {"empty"}
    yield "deep.json", b"[" * DEEP, {"broken"}
    yield "deep.rtf", b"{\\rtf1" + b"{" * DEEP, {"empty"}
    yield "half.jsonl", b'{"nom": "x"}\n{"nom":', {"broken"}
    yield "ole.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), {"broken", "wrong-type"}
    yield "ole.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), {"broken", "wrong-type"}
    yield "encrypted.pdf", _pdf(encrypt=StandardEncryption("mot", ownerPassword="autre")), {"encrypted"}
    yield "no-pages.pdf", _raw_pdf(b"<</Type/Pages/Kids[]/Count 0>>"), {"empty"}
    yield "cyclic.pdf", _raw_pdf(b"<</Type/Pages/Kids[2 0 R]/Count 1>>"), {"broken", "empty", "no-text"}
    yield "archive.pdf", _docx(), {"wrong-type"}
    yield "archive.md", _docx(), {"wrong-type"}
    yield "report.docx", _pdf(), {"wrong-type"}
    yield "picture.md", PNG, {"wrong-type"}
    yield "picture.csv", PNG, {"wrong-type"}
    yield "zeros.txt", bytes(100_000), {"wrong-type", "empty"}
    yield "yaml-bomb.md", _yaml_bomb(), {"front-matter"}
    yield "broken-front-matter.md", b"---\ntitle: [a\n---\ntext\n", {"front-matter"}
    yield "unclosed.csv", b'Nom;Texte\nx;"' + b"a\n" * 600_000, {"broken"}


def _yaml_bomb() -> bytes:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
    return ("---\n" + "\n".join(lines) + "\n---\ntext\n").encode()


def _pdf(**options: object) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, **options)
    canvas.drawString(72, 700, "Le rapport.")
    canvas.save()
    return buffer.getvalue()


def _raw_pdf(pages: bytes) -> bytes:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", pages]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 3\n" + table + b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def _saved(thing: object) -> bytes:
    buffer = BytesIO()
    thing.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(TEXT)
    return _saved(document)


def _pptx() -> bytes:
    slides = pptx.Presentation()
    slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = TEXT
    return _saved(slides)


def _xlsx() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active.append(["Ville", "Emplois"])
    workbook.active.append(["Cluses", 300])
    return _saved(workbook)


def _odt() -> bytes:
    return odf("text", f"<text:p>{TEXT}</text:p>")


def _ods() -> bytes:
    cell = f"<table:table-cell><text:p>{TEXT}</text:p></table:table-cell>"
    return odf("spreadsheet", f'<table:table table:name="A"><table:table-row>{cell}</table:table-row></table:table>')


def _odp() -> bytes:
    box = f"<draw:frame><draw:text-box><text:p>{TEXT}</text:p></draw:text-box></draw:frame>"
    return odf("presentation", f"<draw:page>{box}</draw:page>")


def _epub() -> bytes:
    return epub([f"<h1>Un</h1><p>{TEXT}</p>"], title="Le livre")


def _zipped(members: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _locked(archive: bytes) -> bytes:
    """The archive with the flag that says that its members are encrypted."""
    data = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            (flags,) = struct.unpack_from("<H", data, at + offset)
            struct.pack_into("<H", data, at + offset, flags | 1)
            at = data.find(signature, at + 4)
    return bytes(data)


def _swollen(archive: bytes) -> bytes:
    """The archive, whose first member is said to be of 600 MB once unpacked."""
    data = bytearray(archive)
    struct.pack_into("<L", data, data.find(b"PK\x01\x02") + 24, 600_000_000)
    return bytes(data)


MAKERS: dict[str, Callable[[], bytes]] = {
    ".pdf": _pdf, ".docx": _docx, ".pptx": _pptx, ".xlsx": _xlsx, ".odt": _odt, ".ods": _ods, ".odp": _odp,
    ".epub": _epub,
}  # fmt: skip

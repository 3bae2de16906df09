"""Files of formats for which no library that we use can write them."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZipFile

_OPF = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>{items}</manifest>
<spine><itemref idref="nav"/>{order}</spine></package>"""
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>{}</body></html>'
)


def epub(chapters: Sequence[str], **said: str) -> bytes:
    """A book of these bodies of chapters; ``said`` is its Dublin Core (``title``, ``creator``)."""
    names = [f"chapitre {number}.xhtml" for number in range(len(chapters))]
    items = "".join(
        f'<item id="c{n}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(names)
    )
    order = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    metadata = "".join(f"<dc:{name}>{text}</dc:{name}>" for name, text in said.items())
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "OEBPS/book.opf": _OPF.format(metadata=metadata, items=items, order=order),
            "OEBPS/nav.xhtml": _CHAPTER.format("<nav>Sommaire</nav>"),
            **{f"OEBPS/{name}": _CHAPTER.format(text) for name, text in zip(names, chapters, strict=True)},
        }
    )


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """An archive of these files."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


Storage = dict[str, "bytes | Storage"]

_SECTOR, _CUTOFF, _END, _FREE = 512, 4096, 0xFFFFFFFE, 0xFFFFFFFF
_SUBJECT, _BODY, _HTML, _RICH_TEXT, _SENDER, _SENDER_ADDRESS = 0x0037, 0x1000, 0x1013, 0x1009, 0x0C1A, 0x0C1F
_NAME, _ADDRESS, _KIND, _DATA, _FILE_NAME, _METHOD = 0x3001, 0x39FE, 0x0C15, 0x3701, 0x3707, 0x3705


def msg(
    subject: str,
    body: str = "",
    html: bytes = b"",
    rich_text: bytes = b"",
    sender: tuple[str, str] = ("", ""),
    receivers: Sequence[tuple[str, str]] = (),
    attachments: Mapping[str, bytes] | None = None,
) -> bytes:
    """A mail as Outlook saves it."""
    texts = {_SUBJECT: subject, _BODY: body, _SENDER: sender[0], _SENDER_ADDRESS: sender[1]}
    bodies = {_HTML: html, _RICH_TEXT: rich_text}
    root = _properties(bytes(32), texts, {identity: data for identity, data in bodies.items() if data})
    for number, (name, address) in enumerate(receivers):
        root[f"__recip_version1.0_#{number:08X}"] = _properties(
            bytes(8), {_NAME: name, _ADDRESS: address}, {}, {_KIND: 1}
        )
    for number, (name, data) in enumerate((attachments or {}).items()):
        root[f"__attach_version1.0_#{number:08X}"] = _properties(
            bytes(8), {_FILE_NAME: name}, {_DATA: data}, {_METHOD: 1}
        )
    return compound(root)


def _properties(
    head: bytes, texts: Mapping[int, str], binaries: Mapping[int, bytes], numbers: Mapping[int, int] | None = None
) -> Storage:
    storage: Storage = {}
    entries = [head]
    for identity, text in texts.items():
        if text:
            storage[f"__substg1.0_{identity:04X}001F"] = text.encode("utf-16-le")
            entries.append(struct.pack("<HHIQ", 0x001F, identity, 6, len(text) * 2 + 2))
    for identity, data in binaries.items():
        storage[f"__substg1.0_{identity:04X}0102"] = data
        entries.append(struct.pack("<HHIQ", 0x0102, identity, 6, len(data)))
    entries += [struct.pack("<HHIQ", 0x0003, identity, 6, value) for identity, value in (numbers or {}).items()]
    storage["__properties_version1.0"] = b"".join(entries)
    return storage


def compound(root: Storage) -> bytes:
    """A compound file (MS-CFB) of these storages and streams; small streams lie in the stream of the root."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, b""]]

    def add(storage: Storage, parent: int) -> None:
        numbers = []
        for name, content in storage.items():
            numbers.append(len(entries))
            is_stream = isinstance(content, bytes)
            entries.append([name, 2 if is_stream else 1, _FREE, content if is_stream else b""])
            if not isinstance(content, bytes):
                add(content, numbers[-1])
        if numbers:
            entries[parent][2] = numbers[0]
        siblings.update(pairwise(numbers))

    siblings: dict[int, int] = {}
    add(root, 0)
    sectors: list[bytes] = []
    fat: list[int] = []

    def store(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
        sectors.extend(pieces)
        fat.extend([*range(first + 1, first + len(pieces)), _END])
        return first

    small = b""
    small_fat: list[int] = []
    starts = [_END] * len(entries)
    for number, (*_, content) in enumerate(entries):
        assert isinstance(content, bytes)
        if len(content) >= _CUTOFF:
            starts[number] = store(content)
        elif content:
            starts[number] = len(small_fat)
            count = -(-len(content) // 64)
            small_fat += [*range(starts[number] + 1, starts[number] + count), _END]
            small += content.ljust(count * 64, b"\0")
    entries[0][3] = small
    starts[0] = store(small) if small else _END
    small_fat_at = store(struct.pack(f"<{len(small_fat)}I", *small_fat).ljust(_SECTOR, b"\xff")) if small_fat else _END
    directory = b""
    for number, (name, kind, child, content) in enumerate(entries):
        encoded = str(name).encode("utf-16-le")
        assert isinstance(content, bytes)
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ", encoded, len(encoded) + 2, kind, 1, _FREE, siblings.get(number, _FREE), child, b"", 0,
            0, 0, starts[number], len(content),
        )  # fmt: skip
    start = store(directory)
    count = -(-(len(fat) + 20) // 128)
    fat_at = list(range(len(sectors), len(sectors) + count))
    table = [*fat, *[0xFFFFFFFD] * count]
    table += [_FREE] * (count * 128 - len(table))
    sectors += [struct.pack("<128I", *table[at : at + 128]) for at in range(0, len(table), 128)]
    header = struct.pack(
        "<8s16sHHHHH6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, count, start, 0, _CUTOFF,
        small_fat_at, 1, _END, 0,
    )  # fmt: skip
    return header + struct.pack("<109I", *fat_at, *[_FREE] * (109 - count)) + b"".join(sectors)


def doc(text: str) -> bytes:
    """A document of Word 97 with these paragraphs, a carriage return after each; the barest that is one."""
    data = text.encode("cp1252")
    start = 0x800
    pieces = struct.pack("<II", 0, len(data)) + struct.pack("<HIH", 0, (start * 2) | 0x40000000, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    head = struct.pack(
        "<HHHHHHHIBBHHII", 0xA5EC, 0xC1, 0, 0x40C, 0, 0x0200, 0xBF, 0, 0, 0, 0, 0, start, start + len(data)
    )
    words = bytearray(struct.pack("<H", 14) + bytes(28) + struct.pack("<H", 22) + bytes(88) + struct.pack("<H", 93))
    struct.pack_into("<I", words, 2 + 28 + 2 + 3 * 4, len(data))
    places = bytearray(93 * 8)
    struct.pack_into("<II", places, 33 * 8, 0, len(table))
    stream = (head + bytes(words) + bytes(places)).ljust(start, b"\0") + data
    return compound({"WordDocument": stream.ljust(_CUTOFF, b"\0"), "1Table": table.ljust(_CUTOFF, b"\0")})


_ODF_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style", "chart": "chart",
        "presentation": "presentation", "svg": "svg-compatible", "fo": "xsl-fo-compatible", "meta": "meta",
    }.items()
)  # fmt: skip
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'


def odf(kind: str, body: str, styles: str = "", page_styles: str = "", meta: str = "", **parts: str) -> bytes:
    """An OpenDocument file of a ``kind`` (``text``, ``spreadsheet``, ``presentation``) with this XML as its body.

    ``styles`` are automatic ones, ``page_styles`` those of styles.xml, ``parts`` further files.
    """

    def document(name: str, content: str) -> str:
        return f"<office:{name} {_ODF_NAMESPACES} {_DC}>{content}</office:{name}>"

    content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{kind}>{body}"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": document("document-content", f"{content}</office:{kind}></office:body>"),
            "styles.xml": document("document-styles", page_styles),
            "meta.xml": document("document-meta", f"<office:meta>{meta}</office:meta>"),
            **parts,
        }
    )

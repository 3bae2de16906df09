"""What the control words of rich text mean: where text goes, characters, code pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Where text goes: into the body, a note, the margin of pages, the sign of an item, what is known of the file, nowhere.
BODY, NOTE, MARGIN, SIGN, INFO, NOWHERE = "body", "note", "margin", "sign", "info", "nowhere"
DESTINATIONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("footnote", "annotation"), NOTE),
    **dict.fromkeys(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), MARGIN),
    **dict.fromkeys(("pntext", "listtext"), SIGN),
    **dict.fromkeys(("title", "author", "company", "operator"), INFO),
    **dict.fromkeys(("fldrslt", "shptxt", "result", "shprslt"), BODY),
    **dict.fromkeys(
        (
            "fonttbl", "colortbl", "stylesheet", "info", "pict", "objdata", "themedata", "colorschememapping",
            "datastore", "latentstyles", "listtable", "listoverridetable", "rsidtbl", "generator", "mmathPr",
            "filetbl", "revtbl", "xmlnstbl", "bkmkstart", "bkmkend", "nonshppict", "shpinst", "fldinst", "sp",
            "atnid", "atnauthor", "atndate", "pn", "wgrffmtfilter", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc",
            "pgptbl", "creatim", "revtim", "printim", "doccomm", "subject", "keywords", "category", "manager",
            "template", "background", "do", "tc", "xe",
        ),
        NOWHERE,
    ),
}  # fmt: skip
CHARACTERS: Final[Mapping[str, str]] = {
    "par": "\n", "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "~": "\u00a0", "_": "\u2011", "emspace": " ", "enspace": " ",
    "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n", "sect": "\n", "page": "\n",
}  # fmt: skip
CODE_PAGES: Final[Mapping[int, str]] = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp850",
}  # fmt: skip
FILE_PAGES: Final[Mapping[str, str]] = {"ansi": "cp1252", "mac": "mac-roman", "pc": "cp437", "pca": "cp850"}

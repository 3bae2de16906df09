"""A conversation as Markdown. Pure; the printable page is a template."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.documents import Grounding
from assistant.web.chat.turns import ShownTurn
from assistant.web.reference import citation_reference
from assistant.web.texts import Texts

_MEANS_SOMETHING = re.compile(r"([\\`*_\[\]<>#|~])")


def markdown(turns: Sequence[ShownTurn], texts: Texts, origin: str, date: str) -> str:
    """The whole conversation with its references; text from outside loses its power over the Markdown."""
    parts = [f"# {texts.title}", texts.exported_on.format(date=date)]
    for turn in turns:
        parts.append(f"## {_plain(turn.question)}")
        if turn.understood:
            parts.append(f"*{texts.understood}{' :' if texts.code == 'fr' else ':'} {_plain(turn.understood)}*")
        for sentence in turn.answer.sentences:
            marks = "".join(f" [^{_note(turns, turn, n)}]" for n in sentence.citations)
            doubt = f" *({texts.unsupported})*" if sentence.grounding is Grounding.UNSUPPORTED else ""
            parts.append(f"{_plain(sentence.text)}{marks}{doubt}")
        if turn.answer.notice:
            parts.append(f"*{_plain(turn.answer.notice)}*")
        if turn.stopped:
            parts.append(f"*{texts.interrupted}*")
    for turn in turns:
        for c in turn.answer.citations:
            reference = citation_reference(c, texts, origin)
            parts.append(f"[^{_note(turns, turn, c.n)}]: {_plain(c.quote)} — {_plain(reference)}")
    return "\n\n".join(parts) + "\n"


def _note(turns: Sequence[ShownTurn], turn: ShownTurn, n: int) -> str:
    """The name of a footnote: numbers begin anew with each turn, footnotes must not."""
    return f"{turns.index(turn) + 1}-{n}"


def _plain(text: str) -> str:
    """Text on one line, without any Markdown of its own.

    >>> _plain("a *b* <i>")
    'a \\\\*b\\\\* \\\\<i\\\\>'
    """
    return _MEANS_SOMETHING.sub(r"\\\1", " ".join(text.split()))

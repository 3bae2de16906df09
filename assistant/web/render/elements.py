"""Elements that several parts of the page use."""

from __future__ import annotations

from html import escape


def paragraph(css_class: str, text: str) -> str:
    attribute = f' class="{css_class}"' if css_class else ""
    return f"<p{attribute}>{escape(text)}</p>"


def button(do: str, text: str, css_class: str = "tool", **data: str) -> str:
    """A button of the page's script: ``do`` names what it does, ``data`` what it does it with."""
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    return f'<button type="button" class="{css_class}" data-do="{do}"{attributes}>{escape(text)}</button>'


def icon_button(do: str, sign: str, label: str, **data: str) -> str:
    """A button with a sign instead of words, and its words for those who hear or point."""
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    return (
        f'<button type="button" class="tool icon" data-do="{do}" aria-label="{escape(label)}" title="{escape(label)}"'
        f'{attributes}><span aria-hidden="true">{sign}</span></button>'
    )

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

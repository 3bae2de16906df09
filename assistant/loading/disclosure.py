"""What a web page shows only on a click: accordions, tabs, drop-downs. Which label opens which part of the page.

The markup of design systems (DSFR, Bootstrap, jQuery UI, the patterns of the W3C) differs, the relations do not: a
handle names what it opens by its id, or stands right before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, takewhile

from assistant.loading.inline import BLOCKS, HEADINGS, Element, name_of, words_of

_HANDLES = ("a", "button", "div", "span", "li", "label", "p", "dt", "b", "strong", "summary", *HEADINGS)
_TARGETS = ("aria-controls", "data-bs-target", "data-target", "href")
# How far around a list of tabs its panels are looked for.
_NEAR = 3
_OPENS = frozenset({"aria-controls", "aria-expanded", "data-toggle", "data-bs-toggle"})


@dataclass(frozen=True, slots=True)
class Disclosures:
    """``titles``: the label of each part that a handle opens; ``headed`` where a heading says it already. ``handles``:
    elements whose words are such labels. ``openable``: parts that are shown on a click, however hidden at first."""

    titles: dict[Element, str] = field(default_factory=dict)
    headed: dict[Element, str] = field(default_factory=dict)
    handles: set[Element] = field(default_factory=set)
    openable: set[Element] = field(default_factory=set)

    def add(self, handle: Element, target: Element) -> None:
        """Note that ``handle`` opens ``target``; one inside the other, or a label without words, opens nothing."""
        label = words_of(handle)
        if not label or target is handle or target in handle.iterancestors() or handle in target.iterancestors():
            return
        self.openable.add(target)
        if _in_heading(handle):
            self.headed.setdefault(target, label)
        elif target not in self.headed:
            self.titles.setdefault(target, label)
            self.handles.add(handle)


def find_disclosures(tree: Element) -> Disclosures:
    """All that can be opened in a page."""
    found = Disclosures()
    ids = {element.get("id"): element for element in tree.xpath("descendant-or-self::*[@id]")}
    repeated = _repeated_buttons(tree)
    for handle in tree.iter(*_HANDLES):
        target = _target_by_id(handle, ids)
        target = _target_behind(handle, ids, repeated) if target is None else target
        if target is not None:
            found.add(handle, target)
    for panel in _with_role(tree, "tabpanel"):
        found.openable.add(panel)
        label = ids.get(panel.get("aria-labelledby"))
        if label is not None:
            found.add(label, panel)
    for strip in _tab_strips(tree, ids):
        for handle, target in strip:
            found.add(handle, target)
    for handle, target in _tabs_by_order(tree, found):
        found.add(handle, target)
    return found


def _target_by_id(handle: Element, ids: Mapping[str, Element]) -> Element | None:
    if handle.get("role") != "tab" and not any(attribute in handle.attrib for attribute in _OPENS):
        return None
    named = (name for attribute in _TARGETS for name in (handle.get(attribute) or "").split())
    return next((ids[key] for name in named if (key := name.lstrip("#")) in ids), None)


def _target_behind(handle: Element, ids: Mapping[str, Element], repeated: set[Element]) -> Element | None:
    """The block right behind a handle: a button that says that it opens, or one of several with a block after each."""
    following = handle.getnext()
    if following is None or name_of(following) not in BLOCKS or name_of(following) in HEADINGS:
        return None
    opens = name_of(handle) == "button" and ("aria-expanded" in handle.attrib or handle in repeated)
    return following if opens or _is_label_of_switch(handle, ids) else None


def _repeated_buttons(tree: Element) -> set[Element]:
    """Buttons of which each has a block behind it, several in one place."""
    by_parent: dict[Element, list[Element]] = {}
    for button in tree.iter("button"):
        by_parent.setdefault(button.getparent(), []).append(button)
    return {
        button
        for buttons in by_parent.values()
        if len(buttons) > 1 and all(b.getnext() is not None and name_of(b.getnext()) in BLOCKS for b in buttons)
        for button in buttons
    }


def _is_label_of_switch(handle: Element, ids: Mapping[str, Element]) -> bool:
    """``<input type="checkbox"><label>Question</label><div>Answer</div>``: an accordion without scripts."""
    switch = ids.get(handle.get("for") or "") if name_of(handle) == "label" else None
    return switch is not None and switch.get("type") in {"checkbox", "radio"}


def _tab_strips(tree: Element, ids: Mapping[str, Element]) -> Iterator[list[tuple[Element, Element]]]:
    """Lists of nothing but links to parts that stand side by side: the tabs of older pages."""
    for strip in tree.iter("ul", "ol"):
        links = [item.find(".//a") for item in strip if name_of(item) == "li"]
        pairs = [(a, ids.get((a.get("href") or "").removeprefix("#"))) for a in links if a is not None]
        found = [(a, target) for a, target in pairs if target is not None and (a.get("href") or "").startswith("#")]
        if len(found) < 2 or len(found) != len(links) or len({target.getparent() for _, target in found}) > 1:
            continue
        alone = words_of(strip).replace(" ", "") == "".join(words_of(a) for a, _ in found).replace(" ", "")
        if alone and not any(_begins_with_heading(target) for _, target in found):
            yield found


def _begins_with_heading(element: Element) -> bool:
    """Such a part needs no label, and the list is one of contents."""
    return name_of(element) in HEADINGS or next(element.iter(*HEADINGS), None) is not None


def _tabs_by_order(tree: Element, found: Disclosures) -> Iterator[tuple[Element, Element]]:
    """Tabs and panels that name each other nowhere: those of a list of tabs and the panels beside it, in order."""
    for strip in _with_role(tree, "tablist"):
        tabs = [tab for tab in _with_role(strip, "tab") if tab not in found.handles]
        for around in islice(strip.iterancestors(), _NEAR):
            panels = [p for p in _with_role(around, "tabpanel") if _is_outermost(p, around) and p not in found.titles]
            if panels:
                yield from zip(tabs, panels, strict=True) if len(tabs) == len(panels) else ()
                break


def _is_outermost(panel: Element, around: Element) -> bool:
    between = takewhile(lambda above: above is not around, panel.iterancestors())
    return all(above.get("role") != "tabpanel" for above in between)


def _with_role(tree: Element, role: str) -> list[Element]:
    return list(tree.xpath("descendant-or-self::*[@role=$role]", role=role))


def _in_heading(handle: Element) -> bool:
    return name_of(handle) in HEADINGS or any(name_of(above) in HEADINGS for above in handle.iterancestors())

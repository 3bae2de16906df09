"""axe-core finds nothing serious on any page, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_security import ask

Visit = Callable[..., Page]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PAGES = {
    "ask": "/",
    "professions": "/professions",
    "profession": "/professions/fabrication-additive",
    "map": "/professions/map",
    "charts": "/professions/charts",
    "similar": "/professions/similar",
    "documents": "/documents",
    "search": "/documents?q=formation&kind=report",
    "nothing": "/documents?q=xyzzy",
    "markdown": "/documents?format=MD&sort=newest",
    "pdf": "/documents?format=PDF",
    "table": "/documents?format=CSV",
    "about": "/about",
    "lost": "/nonsense",
}
READERS = ("markdown", "pdf", "table")


def findings(page: Page, where: str) -> list[str]:
    """Serious and critical findings in every theme and width. Dark differs from light in colours alone."""
    found = []
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.wait_for_function("scheme => (document.documentElement.dataset.theme ?? scheme) === scheme", arg=scheme)
        only = "{runOnly: ['color-contrast']}" if scheme == "dark" else "{}"
        # Frames are left out: the browser's own PDF viewer is none of ours.
        violations = page.evaluate(
            f"axe.run(document, {{...{only}, iframes: false, resultTypes: ['violations']}}).then(r => r.violations)"
        )
        found += [
            f"{where}, {scheme}, {width}: {v['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
            for v in violations
            if v["impact"] in ("serious", "critical")
            for node in v["nodes"][:3]
        ]
    return found


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(visit: Visit, name: str) -> None:
    page = visit(PAGES[name], bypass_csp=True)
    if name in READERS:
        page.locator(".works h2 a").first.click()
        expect(page.locator(".reader-text")).to_be_visible()
    if name == "ask":
        ask(page, "Which jobs does the Cluster Drones Paris Region train for?")
    page.add_script_tag(content=AXE)
    # A colour on its way from one theme to the other has no contrast to judge.
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")
    assert findings(page, name) == []

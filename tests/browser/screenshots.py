"""Pictures of the pages, for the README and for looking at: ``make screenshots``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.driver import PATIENCE_S, ROOT, find_chromium, launch, running_server

FOLDER = ROOT / ".github" / "screenshots"
PASSWORD = "only for pictures"
QUESTIONS = {
    "en-GB": "Which jobs does the Cluster Drones Paris Region train for?",
    "fr-FR": "Comment devient-on technicien de maintenance éolienne en mer ?",
}
PAGES = {
    "professions": "/professions",
    "profession": "/professions/eolien-mer",
    "compare": "/professions/compare?ids=eolien-mer,composites",
    "map": "/professions/map",
    "charts": "/professions/charts",
    "similar": "/professions/similar",
    "documents": "/documents",
    "about": "/about",
}
ADMIN = ("documents", "uploads", "index", "insight", "health", "audit", "trash")
VIEWS = {
    "light": ("en-GB", 1280, "light"),
    "dark": ("fr-FR", 1280, "dark"),
    "phone": ("fr-FR", 390, "light"),
}


def main() -> int:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("There is no chromium on the PATH.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    account = {"ASSISTANT_ADMIN_PASSWORD_HASH": PasswordHasher().hash(PASSWORD)}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder) / "log", account) as address,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright, chromium)
        for name, view in VIEWS.items():
            _take(browser, address, name, *view)
        browser.close()
    return 0


def _take(browser: Browser, address: str, name: str, locale: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        locale=locale,
        viewport={"width": width, "height": 860},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_S * 1000)
    page.goto(address)
    page.wait_for_selector(".status.ready")
    page.wait_for_selector("button.example:visible")
    _save(page, f"welcome-{name}")
    page.locator("#question textarea, #question input").first.fill(QUESTIONS[locale])
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn .answer:not([aria-busy])")
    page.wait_for_selector("a.cite")
    _save(page, f"chat-{name}")
    with context.expect_page() as opened:
        page.locator("a.open").first.click()
    opened.value.wait_for_selector("mark#passage")
    _save(opened.value, f"reader-{name}")
    for each, path in PAGES.items():
        page.goto(address + path)
        _save(page, f"{each}-{name}")
    page.goto(f"{address}/admin/login")
    page.locator("input[name=name]").fill("admin")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav")
    for each in ADMIN:
        page.goto(f"{address}/admin/{each}")
        _save(page, f"admin-{each}-{name}")
    context.close()


def _save(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())

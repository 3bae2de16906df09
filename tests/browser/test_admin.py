"""The admin's whole story in a real browser: documents come, answer, change, go, and nothing is lost by accident."""

from __future__ import annotations

import http.client
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect
from reportlab.pdfgen.canvas import Canvas

from assistant.admin.passwords import hash_password
from tests.browser.driver import PATIENCE_S, running_server

PASSWORD = "a password of our own"
QUESTION = "Where does the bagpipe cluster of Quimper train its bellows makers?"
OpenAdmin = Callable[..., Page]


def pdf(text: str) -> bytes:
    output = io.BytesIO()
    canvas = Canvas(output)
    for line, part in enumerate(text.split(". ")):
        canvas.drawString(60, 780 - 16 * line, part.rstrip(".") + ".")
    canvas.save()
    return output.getvalue()


REPORT = pdf(
    "Bagpipe cluster of Quimper. The bagpipe cluster of Quimper trains its bellows makers in Pont-Aven. "
    "Forty workshops share the school of bellows makers since 2019."
)


@pytest.fixture(scope="module")
def site(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server over a corpus of three reports that has not been indexed yet, and the folder of the corpus."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "corpus/reports").mkdir(parents=True)
    for number, town in enumerate(("Brest", "Lorient", "Vannes")):
        text = f"# The boat builders of {town}\n\nThe cluster of {town} builds boats and trains sailors."
        (folder / f"corpus/reports/boats-{number}.md").write_text(text, "utf-8")
    environment = {
        "ASSISTANT_CORPUS_DIR": str(folder / "corpus"),
        "ASSISTANT_INDEX_DIR": str(folder / "index"),
        "ASSISTANT_CACHE_DIR": str(model_cache),
        "ASSISTANT_ADMIN_PASSWORD_HASH": hash_password(PASSWORD),
    }
    with running_server(folder / "log", environment) as address:
        yield address, folder / "corpus"


@pytest.fixture
def visit(browser: Browser, site: tuple[str, Path]) -> Iterator[OpenAdmin]:
    """Opens a page of the site in a browser context of its own; ``log_in`` goes through the login."""
    contexts: list[BrowserContext] = []

    def opened(path: str = "/admin/", *, log_in: bool = True, width: int = 1280) -> Page:
        context = browser.new_context(locale="en-GB", viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(site[0] + path)
        if log_in:
            page.get_by_label("Name").fill("admin")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Log in").click()
            expect(page.get_by_role("button", name="Log out")).to_be_visible()
        return page

    yield opened
    for context in contexts:
        context.close()


def part(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Parts of the admin area").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def ask(page: Page) -> Locator:
    """Ask the public page, and wait for the whole answer."""
    turns = page.locator(".turn").count()
    field = page.locator("#question textarea, #question input").first
    field.fill(QUESTION)
    field.press("Enter")
    expect(page.locator(".turn")).to_have_count(turns + 1)
    page.locator(".turn .answer:not([aria-busy])").last.wait_for()
    return page.locator(".turn").last


def update(page: Page) -> None:
    part(page, "Index")
    page.get_by_role("button", name="Update the index").click()
    expect(page.locator("tbody tr").first.locator(".chip")).to_have_text("done")


def drop(page: Page, *files: FilePayload) -> None:
    part(page, "Add")
    page.locator("#files").set_input_files(list(files))


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_a_document_comes_answers_changes_and_goes(visit: OpenAdmin, site: tuple[str, Path]) -> None:
    public = visit("/", log_in=False)
    page = visit("/admin/documents")
    expect(page.get_by_role("heading", level=1)).to_have_text("Documents")

    # A good file, a broken one, and one that is refused at once.
    drop(page, file("Quimper.pdf", REPORT), file("broken.pdf", b"%PDF-1.7\nnothing"), file("virus.exe", b"MZ"))
    expect(page.locator("#refusals li")).to_have_text("virus.exe: This kind of file is not read: .exe")
    rows = page.locator("#waiting tbody tr")
    expect(rows.filter(has_text="Quimper.pdf").locator(".chip")).to_have_text("ready")
    expect(rows.filter(has_text="broken.pdf").locator(".chip")).to_have_text("not read")
    expect(rows.filter(has_text="broken.pdf").locator(".problem")).to_be_visible()
    expect(page.locator("#sending-line")).to_have_text("3 of 3 files sent")
    page.get_by_role("button", name="Accept the selected").click()
    expect(page.locator(".diff-added")).to_contain_text("reports/Quimper.pdf")
    update(page)

    # Another tab, opened before, answers from it.
    turn = ask(public)
    expect(turn.locator(".answer")).to_contain_text("Pont-Aven")
    expect(turn.locator(".answer a.cite").first).to_be_visible()

    part(page, "Documents")
    page.get_by_label("Search").fill("quimper")
    page.get_by_label("Search").press("Enter")
    page.get_by_role("link", name=re.compile("Quimper")).first.click()
    page.get_by_label("Title").fill("Bellows and pipes")
    page.get_by_label("Clusters").fill("Cluster of Quimper")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".message")).to_contain_text("Metadata saved")
    assert "reports/Quimper.pdf:\n  title: Bellows and pipes" in (site[1] / "metadata.yaml").read_text("utf-8")
    update(page)
    ask(public)
    expect(public.get_by_text("Bellows and pipes").first).to_be_attached()

    # Removed, put back, removed again: only the update takes it out of the answers.
    for again in (True, False):
        part(page, "Documents")
        page.get_by_label("Search").fill("quimper")
        page.get_by_label("Search").press("Enter")
        page.get_by_label(re.compile("Select reports/Quimper.pdf")).check()
        page.get_by_role("button", name="Remove").click()
        expect(page.locator(".diff-deleted")).to_contain_text("reports/Quimper.pdf")
        if again:
            page.get_by_role("button", name="Undo").click()
            expect(page.locator(".message")).to_contain_text("reports/Quimper.pdf is back.")
            assert (site[1] / "reports/Quimper.pdf").read_bytes() == REPORT
    update(page)
    turn = ask(visit("/", log_in=False))
    expect(turn.locator(".answer")).not_to_contain_text("Pont-Aven")

    # What is asked in vain is told.
    page.request.post(f"{site[0]}/api/ask", data={"question": "What is the capital of Mongolia?"})
    part(page, "Insight")
    asked = page.locator("#in-vain li").filter(has_text="Mongolia")
    asked.get_by_role("button", name="Mark as handled").click()
    expect(page.locator("#in-vain")).not_to_contain_text("Mongolia")


def test_a_long_update_is_watched_and_cancelled(visit: OpenAdmin, site: tuple[str, Path]) -> None:
    for number in range(300):
        text = " ".join(f"Machine {n * number} of workshop {number} turns parts for customer {n}." for n in range(40))
        (site[1] / f"reports/long-{number}.md").write_text(f"# Workshop {number}\n\n{text}", "utf-8")
    page = visit("/admin/index")
    page.get_by_role("button", name="Update the index").click()
    expect(page.locator("#job-line")).to_contain_text(re.compile(r"[1-9]\d* of 3\d\d · \d+ passages"))
    page.locator("#job-cancel").click()
    expect(page.locator("tbody tr").first.locator(".chip")).to_have_text("cancelled")
    expect(page.locator(".diff-added .chip")).to_have_text(re.compile(r"3\d\d"))
    for written in (site[1] / "reports").glob("long-*.md"):
        written.unlink()


def test_three_gigabytes_are_refused_by_their_announcement(visit: OpenAdmin, site: tuple[str, Path]) -> None:
    page = visit("/admin/uploads")
    token = page.locator("#drop").get_attribute("data-csrf") or ""
    cookies = "; ".join(f"{c.get('name')}={c.get('value')}" for c in page.context.cookies())
    for cookie, status in ((cookies, 413), ("", 401)):
        connection = http.client.HTTPConnection(site[0].removeprefix("http://"), timeout=PATIENCE_S)
        connection.putrequest("POST", "/admin/uploads/file")
        for name, value in {"Cookie": cookie, "X-CSRF-Token": token, "X-File-Name": "a.md"}.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", "3000000000")
        connection.endheaders(b"# The first bytes")
        assert connection.getresponse().status == status
        connection.close()
    page.reload()
    expect(page.locator("#waiting")).not_to_contain_text("a.md")


def test_the_area_fits_a_phone_and_leaves_nothing_after_logout(visit: OpenAdmin) -> None:
    page = visit("/admin/insight?days=7", width=360)
    assert page.url.endswith("/admin/insight?days=7")
    for address in ("/", "/documents", "/uploads", "/index", "/trash", "/insight", "/health", "/audit"):
        page.goto(re.sub(r"/admin/.*", f"/admin{address}", page.url))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()

"""Nothing that comes from outside runs, and nothing is asked of another host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.embedding import Embedder
from assistant.ingestion import sync
from assistant.settings import load_settings
from assistant.web.pages import NAVIGATION
from tests.browser import xss
from tests.browser.driver import PATIENCE_S, running_server

Visit = Callable[..., Page]
QUESTION = "#question textarea, #question input"
AT_ONCE = 4  # documents' strings in one question
ANSWERED = ".turn .answer:not([aria-busy])"


def ask(page: Page, question: str, turns: int = 1) -> None:
    field = page.locator(QUESTION).first
    field.fill(question)
    field.press("Enter")
    expect(page.locator(ANSWERED)).to_have_count(turns)


@pytest.fixture(scope="module")
def hostile(embedder: Embedder, model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a corpus in which every string is a script."""
    folder = tmp_path_factory.mktemp("hostile")
    xss.write_corpus(folder / "corpus")
    settings = load_settings(corpus_dir=folder / "corpus", index_dir=folder / "index", cache_dir=model_cache)
    report = sync(settings, embedder=embedder)
    assert not report.failed
    environment = {
        "ASSISTANT_CORPUS_DIR": str(settings.corpus_dir),
        "ASSISTANT_INDEX_DIR": str(settings.index_dir),
        "ASSISTANT_CACHE_DIR": str(model_cache),
    }
    with running_server(folder / "log", environment) as address:
        yield address


@pytest.fixture
def victim(browser: Browser, hostile: str) -> Iterator[BrowserContext]:
    """A visitor whose browser ignores the content policy: escaping alone has to hold."""
    context = browser.new_context(base_url=hostile, locale="en-GB", bypass_csp=True)
    context.set_default_timeout(PATIENCE_S * 1000)
    context.add_init_script(xss.CANARY)
    yield context
    context.close()


def assert_unharmed(page: Page, where: str) -> None:
    """No string ran, and none waits to be clicked."""
    found = page.evaluate("""() => ({
        executed: window.__executed || 0,
        links: [...document.querySelectorAll("[href], [src], [action], [formaction], [data]")]
            .flatMap((e) => ["href", "src", "action", "formaction", "data"].map((a) => e.getAttribute(a) || ""))
            .filter((v) => /^\\s*(javascript|data:text)/i.test(v)),
        handlers: [...document.querySelectorAll("*")]
            .flatMap((e) => [...e.attributes]).filter((a) => /^on/i.test(a.name) && /xss|alert/.test(a.value)).length,
        scripts: [...document.scripts].filter((s) => s.text.includes("xss()")).length,
    })""")
    assert found == {"executed": 0, "links": [], "handlers": 0, "scripts": 0}, where


def test_the_canary_sings(victim: BrowserContext) -> None:
    page = victim.new_page()
    page.goto("/about")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x onerror=xss()>')")
    page.wait_for_function("window.__executed === 1")
    with pytest.raises(AssertionError):
        assert_unharmed(page, "about")


def test_a_hundred_strings_run_on_no_page(victim: BrowserContext) -> None:
    page = victim.new_page()
    page.goto("/documents")
    documents = page.eval_on_selector_all(".works h2 a", "links => links.map(link => link.getAttribute('href'))")
    assert len(documents) == len(xss.groups())
    addresses = [address for address, _ in NAVIGATION if address != "/"] + ["/nonsense/<img src=x onerror=xss()>"]
    addresses += [f"{document}?at=0-99999&at=0-{50 + number}" for number, document in enumerate(documents)]
    every = [("cluster", string) for string in xss.STRINGS]
    addresses += [f"/documents?{urlencode([*every, ('sort', every[0][1])])}"]
    addresses += [f"/documents?{urlencode({'q': ' '.join(strings)})}" for strings in xss.groups()]
    for address in addresses:
        page.goto(address)
        assert_unharmed(page, address)
    # What the lists of other parts of the site lead to.
    for address, _ in NAVIGATION[1:]:
        page.goto(address)
        links = page.eval_on_selector_all("main a[href^='/']", "links => links.map(link => link.getAttribute('href'))")
        for link in [link for link in links if link.startswith(f"{address}/") and link not in documents][:10]:
            page.goto(link)
            assert_unharmed(page, link)


def test_a_hundred_strings_asked_and_cited_do_not_run(victim: BrowserContext) -> None:
    page = victim.new_page()
    page.goto("/")
    expect(page.locator(QUESTION).first).to_be_visible()
    groups = xss.groups()
    for turn, number in enumerate(range(0, len(groups), AT_ONCE), 1):
        strings = " ".join(string for group in groups[number : number + AT_ONCE] for string in group)
        ask(page, f"How much does cluster {number} pay for welders? {strings}", turn)
        assert_unharmed(page, strings)
    for mark in page.locator("a.cite").all()[:3]:
        mark.hover()
    ask(page, "Which welders does cluster 2 train?", len(groups) // AT_ONCE + 1)
    assert page.locator(".card").count() > 0
    assert_unharmed(page, "the whole conversation")


@pytest.mark.parametrize("address", ["/", "/about"])
def test_the_policy_stops_what_escaping_might_let_through(visit: Visit, address: str) -> None:
    page = visit(address)
    page.evaluate("""() => {
        window.xss = () => { window.__executed = true; };
        window.__refused = [];
        document.addEventListener("securitypolicyviolation", () => window.__refused.push("refused"));
        const hostile = "<img src='/page-assets/none.png' onerror=xss()><a id=bad href='javascript:xss()'>x</a>";
        document.body.insertAdjacentHTML("beforeend", hostile);
        const script = document.createElement("script");
        script.textContent = "xss()";
        document.body.append(script);
        document.getElementById("bad").click();
    }""")
    page.wait_for_function("window.__refused.length >= 3")
    assert page.evaluate("window.__executed") is None


def test_no_page_asks_anything_of_another_host(visit: Visit, server: str) -> None:
    page = visit("/about")
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
    page.goto("/documents?format=PDF")
    pdf = page.locator(".works h2 a").first.get_attribute("href") or ""
    for address in [*(address for address, _ in NAVIGATION), "/documents?q=formation", pdf, "/nonsense"]:
        page.goto(address)
        page.wait_for_load_state("load")
    page.goto("/")
    ask(page, "Which jobs does the Cluster Drones Paris Region train for?")
    assert len(asked) > 20
    foreign = [url for url in asked if not url.startswith((f"{server}/", "data:", "blob:", "chrome-extension://"))]
    assert foreign == []
    assert complaints == []

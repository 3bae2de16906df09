"""How heavy and how quick are the pages? Measured in chromium, over loopback, the median of several visits.

    python -m benchmarks.page [--visits N] [--address URL]

``cold`` is a first visit (nothing in the browser's cache), ``warm`` a later one. ``usable_while_loading_s`` is the time
from opening the page of a server that has just been started until the question can be typed, and whether the model was
still loading then. Without ``--address``, a server over the shipped corpus is started and stopped.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.driver import PATIENCE_S, find_chromium, launch, running_server

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "page.json"
PAGES = {"ask": "/", "documents": "/documents", "about": "/about"}
TARGET_FCP_S = 2.0
"""First contentful paint of a warm visit."""
QUESTION = "#question textarea, #question input"

_MEASURED = """() => {
    const [visit] = performance.getEntriesByType("navigation");
    const files = performance.getEntriesByType("resource");
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return {
        fcp_s: paint ? paint.startTime / 1000 : null,
        transferred_kb: [visit, ...files].reduce((sum, entry) => sum + entry.transferSize, 0) / 1024,
        requests: 1 + files.length,
        elements: document.querySelectorAll("*").length,
    };
}"""

Measured = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--visits", type=int, default=5, metavar="N", help="warm visits of each page (default 5)")
    parser.add_argument("--address", metavar="URL", help="of a running server")
    parser.add_argument("--output", type=Path, default=RESULT, metavar="FILE.json")
    args = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        sys.exit("There is no chromium on the PATH.")
    with ExitStack() as stack:
        browser = launch(stack.enter_context(sync_playwright()), chromium)
        result: Measured = {}
        address = args.address
        if address is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            address = stack.enter_context(running_server(folder / "log", {"ASSISTANT_REHEARSAL": "on"}))
            result["loading"] = usable_while_loading(browser, address)
        result["pages"] = {name: measure(browser, address + path, args.visits) for name, path in PAGES.items()}
        browser.close()
    result["target_fcp_s"] = TARGET_FCP_S
    shown = json.dumps(result, indent=2)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(shown + "\n", encoding="utf-8")
    print(shown)
    slowest = max(page["warm"]["fcp_s"] for page in result["pages"].values())
    return 0 if slowest < TARGET_FCP_S else 1


def usable_while_loading(browser: Browser, address: str) -> Measured:
    """How soon the question can be typed on a server that is still loading its model."""
    page = _visitor(browser)
    began = time.perf_counter()
    page.goto(address)
    page.locator(QUESTION).first.fill("A question")
    usable = time.perf_counter() - began
    with urllib.request.urlopen(f"{address}/health", timeout=PATIENCE_S) as response:
        loaded = json.load(response)["model_loaded"]
    page.context.close()
    return {"usable_while_loading_s": round(usable, 2), "model_still_loading": not loaded}


def measure(browser: Browser, address: str, visits: int) -> dict[str, Measured]:
    """One cold visit, and the median of ``visits`` warm ones."""
    page = _visitor(browser)
    cold = _visit(page, address)
    warm = [_visit(page, address) for _ in range(visits)]
    page.context.close()
    return {"cold": cold, "warm": {key: round(statistics.median(v[key] for v in warm), 3) for key in cold}}


def _visit(page: Page, address: str) -> Measured:
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_load_state("load")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
    if page.locator("gradio-app").count():
        page.locator(QUESTION).first.wait_for()
    return {key: round(value, 3) for key, value in page.evaluate(_MEASURED).items()}


def _visitor(browser: Browser) -> Page:
    # The measuring itself evaluates strings, which the pages do not allow.
    page = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
    page.set_default_timeout(PATIENCE_S * 1000)
    return page


if __name__ == "__main__":
    sys.exit(main())

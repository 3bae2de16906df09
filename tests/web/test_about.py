"""The page about the assistant tells what is there, and where questions go."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.web.formats import date, number
from assistant.web.server import create_app
from tests.web.conftest import Site


def test_the_counts_are_those_of_the_index(site: Site) -> None:
    text = " ".join(site.visitor("en").get("/about").text.split())
    for figure in ("<strong>4</strong> documents", "<strong>2</strong> clusters", "<strong>1</strong> jobs"):
        assert figure in text
    assert "<span>MD</span>" in text
    assert "<span>TXT</span>" in text


def test_without_a_chat_model_nothing_leaves_the_machine(site: Site) -> None:
    assert "Rien ne quitte la machine" in site.visitor("fr").get("/about").text


@pytest.mark.parametrize(
    ("model", "address", "where"),
    [
        ("mistralai:mistral-small-latest", "", "mistralai"),
        ("openai:local", "http://user:hunter2@models.example:8080/v1", "models.example"),
    ],
)
def test_a_chat_model_is_named_with_the_place_that_questions_go_to(model: str, address: str, where: str) -> None:
    settings = load_settings(chat_model=model, chat_base_url=address, chat_api_key="hunter2")
    with Assistant(settings) as assistant:
        text = TestClient(create_app(assistant)).get("/about", headers={"Accept-Language": "en"}).text
    assert f"write the answers: {model}, {where}." in text.replace("writes", "write")
    assert "Nothing leaves the machine" not in text
    assert "hunter2" not in text


def test_what_is_kept_of_a_question_is_told(site: Site, model_cache: Path) -> None:
    assert "for 90 days" in site.visitor().get("/about").text
    with Assistant(load_settings(activity="off", cache_dir=model_cache)) as assistant:
        assert "Questions are not kept." in TestClient(create_app(assistant)).get("/about").text


def test_numbers_and_dates_have_the_readers_form() -> None:
    assert (number(1061, "fr"), number(1061, "en")) == ("1\u202f061", "1,061")
    assert (date("2026-05-03", "fr"), date("2026-05-03", "en")) == ("3 mai 2026", "3 May 2026")
    assert date("no date", "en") == ""


def test_the_language_can_be_chosen_and_is_remembered(site: Site) -> None:
    browser = site.visitor("en")
    assert '<html lang="fr">' in browser.get("/about?lang=fr").text
    assert '<html lang="fr">' in browser.get("/about").text

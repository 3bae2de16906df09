"""Every word that the pages show, in French and in English: a module for each part of the site."""

from assistant.web.texts.chat import ENGLISH, FRENCH, TEXTS, Texts
from assistant.web.texts.languages import UI_LANGUAGES, UiLanguage, preferred_language

__all__ = ["ENGLISH", "FRENCH", "TEXTS", "UI_LANGUAGES", "Texts", "UiLanguage", "preferred_language"]

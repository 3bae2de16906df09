"""The words around every page: navigation, language, theme."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.web.texts.languages import UiLanguage


@dataclass(frozen=True, slots=True)
class SiteTexts:
    """The words of one language."""

    code: UiLanguage
    name: str
    skip: str
    main_navigation: str
    ask: str
    professions: str
    documents: str
    about: str
    language: str
    theme: str
    theme_light: str
    theme_dark: str
    not_found: str
    not_found_help: str
    failed: str
    home: str


SITE: dict[UiLanguage, SiteTexts] = {
    "fr": SiteTexts(
        code="fr",
        name="Clusters et métiers ancrés",
        skip="Aller au contenu",
        main_navigation="Navigation principale",
        ask="Demander",
        professions="Métiers",
        documents="Documents",
        about="À propos",
        language="Langue",
        theme="Thème",
        theme_light="Thème clair",
        theme_dark="Thème sombre",
        not_found="Page introuvable",
        not_found_help="L’adresse est erronée, ou ce qu’elle désignait n’est plus dans l’index.",
        failed="La page n’a pas pu être affichée.",
        home="Poser une question",
    ),
    "en": SiteTexts(
        code="en",
        name="Clusters and anchored jobs",
        skip="Skip to the content",
        main_navigation="Main navigation",
        ask="Ask",
        professions="Professions",
        documents="Documents",
        about="About",
        language="Language",
        theme="Theme",
        theme_light="Light theme",
        theme_dark="Dark theme",
        not_found="Page not found",
        not_found_help="The address is wrong, or what it named is no longer in the index.",
        failed="The page could not be shown.",
        home="Ask a question",
    ),
}

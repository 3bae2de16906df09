"""The words of the library and of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.web.texts.languages import UiLanguage


@dataclass(frozen=True, slots=True)
class DocumentTexts:
    """The words of one language. Names with ``{}`` are formats."""

    title: str
    lead: str
    search: str
    search_hint: str
    submit: str
    filters: str
    facets: Mapping[str, str]
    sorts: Mapping[str, str]
    sort: str
    reset: str
    remove: str
    """``{name}``: a chosen filter."""
    more: str
    """``{count}`` further values of a filter."""
    count: tuple[str, str]
    """One, several: ``{count}``."""
    nothing: str
    nothing_help: str
    empty: str
    also: str
    row: str
    """``{row}`` of a table."""
    in_text: str
    pages: str
    page_of: str
    previous: str
    next: str
    unknown_language: str
    back: str
    contents: str
    about_document: str
    page: str
    original: str
    original_page: str
    original_download: str
    view_both: str
    view_text: str
    view: str
    ask: str
    question_job: str
    question_cluster: str
    question_other: str
    """``{title}`` or ``{cluster}``."""
    passages: str
    passage_of: str
    fields: Mapping[str, str]
    same_file: str
    translations: str
    changed_since: str


DOCUMENTS: dict[UiLanguage, DocumentTexts] = {
    "fr": DocumentTexts(
        title="Documents",
        lead="Tout ce que l’assistant connaît. Chaque réponse vient d’ici, et d’ici seulement.",
        search="Chercher dans les documents",
        search_hint="Titre, cluster, mots du texte…",
        submit="Chercher",
        filters="Filtres",
        facets={
            "kind": "Type", "language": "Langue", "format": "Format", "cluster": "Cluster", "region": "Région",
            "sector": "Secteur", "year": "Année",
        },
        sorts={"relevance": "Pertinence", "title": "Titre", "newest": "Année"},
        sort="Trier par",
        reset="Tout effacer",
        remove="Retirer le filtre {name}",
        more="{count} autres",
        count=("{count} document", "{count} documents"),
        nothing="Aucun document ne correspond.",
        nothing_help="Essayez d’autres mots, ou retirez un filtre.",
        empty="L’index est vide. Ajoutez des documents au corpus, puis lancez « python ingest.py ».",
        also="Aussi :",
        row="ligne {row}",
        in_text="Dans le texte",
        pages="Pages",
        page_of="Page {page} sur {pages}",
        previous="Précédente",
        next="Suivante",
        unknown_language="langue inconnue",
        back="Tous les documents",
        contents="Sommaire",
        about_document="Fiche du document",
        page="Page {page}",
        original="Fichier d’origine",
        original_page="Fichier d’origine, page {page}",
        original_download="Télécharger le fichier d’origine",
        view_both="Texte et PDF",
        view_text="Texte seul",
        view="Affichage",
        ask="Poser une question sur ce document",
        question_job="Que fait-on dans le métier : {title} ?",
        question_cluster="Que fait {cluster} pour ses entreprises ?",
        question_other="Que dit « {title} » ?",
        passages="Passages cités",
        passage_of="Passage {n} sur {count}",
        fields={
            "kind": "Type", "language": "Langue", "cluster": "Cluster", "region": "Région", "sector": "Secteur",
            "year": "Année", "rome": "Codes ROME", "esco": "Métiers ESCO", "source": "Sources", "path": "Fichier",
        },
        same_file="Même contenu",
        translations="Autres versions",
        changed_since="Ce document a changé depuis la réponse ; le passage cité n’y figure plus à cet endroit.",
    ),
    "en": DocumentTexts(
        title="Documents",
        lead="All that the assistant knows. Every answer comes from here, and from nowhere else.",
        search="Search the documents",
        search_hint="Title, cluster, words of the text…",
        submit="Search",
        filters="Filters",
        facets={
            "kind": "Kind", "language": "Language", "format": "Format", "cluster": "Cluster", "region": "Region",
            "sector": "Sector", "year": "Year",
        },
        sorts={"relevance": "Relevance", "title": "Title", "newest": "Year"},
        sort="Sort by",
        reset="Clear all",
        remove="Remove the filter {name}",
        more="{count} more",
        count=("{count} document", "{count} documents"),
        nothing="No document matches.",
        nothing_help="Try other words, or remove a filter.",
        empty="The index is empty. Add documents to the corpus, then run “python ingest.py”.",
        also="Also:",
        row="row {row}",
        in_text="In the text",
        pages="Pages",
        page_of="Page {page} of {pages}",
        previous="Previous",
        next="Next",
        unknown_language="language unknown",
        back="All documents",
        contents="Contents",
        about_document="About this document",
        page="Page {page}",
        original="Original file",
        original_page="Original file, page {page}",
        original_download="Download the original file",
        view_both="Text and PDF",
        view_text="Text only",
        view="View",
        ask="Ask about this document",
        question_job="What does one do in this job: {title}?",
        question_cluster="What does {cluster} do for its companies?",
        question_other="What does “{title}” say?",
        passages="Cited passages",
        passage_of="Passage {n} of {count}",
        fields={
            "kind": "Kind", "language": "Language", "cluster": "Cluster", "region": "Region", "sector": "Sector",
            "year": "Year", "rome": "ROME codes", "esco": "ESCO occupations", "source": "Sources", "path": "File",
        },
        same_file="Same content",
        translations="Other versions",
        changed_since="This document has changed since the answer; the cited passage no longer stands at this place.",
    ),
}  # fmt: skip

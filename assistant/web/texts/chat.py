"""The words of the chat page."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.web.texts.languages import UiLanguage


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language. Names with ``{}`` are formats."""

    code: UiLanguage
    title: str
    tagline: str
    welcome: str
    """Counts: ``{documents}``, ``{clusters}``, ``{jobs}``, ``{languages}``."""
    no_index: str
    for_entrepreneurs: str
    for_teachers: str
    examples_entrepreneur: tuple[str, ...]
    """Formats of example questions, each with ``{cluster}`` or ``{job}``."""
    examples_teacher: tuple[str, ...]
    placeholder: str
    ask: str
    stop: str
    new_conversation: str
    filters: str
    kind: str
    cluster: str
    document_language: str
    everything: str
    kinds: dict[str, str]
    languages: dict[str, str]
    sources: str
    no_sources: str
    nearest: str
    page: str
    open_passage: str
    original_file: str
    original_page: str
    unsupported: str
    confidence: tuple[str, str, str]
    """Low, middling, high."""
    searching: str
    model_loading: str
    ready: str
    too_long: str
    failed: str
    stopped: str
    source_label: str
    back: str
    not_found: str
    changed_since: str
    section: str
    conversation: str
    privacy: str


FRENCH = Texts(
    code="fr",
    title="Clusters et métiers ancrés",
    tagline="Posez une question ; chaque phrase de la réponse renvoie au passage qui la prouve.",
    welcome=(
        "L’assistant connaît {documents} documents sur {clusters} clusters et {jobs} métiers, {languages}. "
        "Il répond à partir de ces seuls documents et dit quand ils ne répondent pas."
    ),
    no_index="Aucun document n’est encore indexé. Lancez « python ingest.py », puis rechargez la page.",
    for_entrepreneurs="Pour une entreprise",
    for_teachers="Pour la classe",
    examples_entrepreneur=(
        "Que fait {cluster} pour ses entreprises ?",
        "Quelles compétences demande le métier : {job} ?",
    ),
    examples_teacher=("Comment devient-on : {job} ?", "Pourquoi ce métier change-t-il : {job} ?"),
    placeholder="Votre question…",
    ask="Demander",
    stop="Arrêter",
    new_conversation="Nouvelle conversation",
    filters="Filtres",
    kind="Type de document",
    cluster="Cluster",
    document_language="Langue du document",
    everything="Tous",
    kinds={"report": "Rapport", "job": "Fiche métier"},
    languages={"fr": "français", "en": "anglais"},
    sources="Sources",
    no_sources="Les passages cités s’affichent ici.",
    nearest="Passages les plus proches",
    page="p. {page}",
    open_passage="Ouvrir au passage",
    original_file="Fichier d’origine",
    original_page="Fichier d’origine, page {page}",
    unsupported="Cette phrase n’est pas confirmée par les passages cités.",
    confidence=("Confiance faible", "Confiance moyenne", "Confiance élevée"),
    searching="Recherche dans les documents…",
    model_loading="Le modèle se charge ; vous pouvez déjà écrire votre question.",
    ready="Prêt",
    too_long="La question est trop longue ({limit} caractères au plus).",
    failed="La réponse n’a pas pu être établie.",
    stopped="Réponse interrompue.",
    source_label="Source {n} : {title}",
    back="Retour à l’assistant",
    not_found="Ce document n’est plus dans l’index.",
    changed_since="Ce document a changé depuis la réponse ; le passage cité n’y figure plus à cet endroit.",
    section="Rubrique",
    conversation="Conversation",
    privacy="Vos questions restent sur cette machine.",
)

ENGLISH = Texts(
    code="en",
    title="Clusters and anchored jobs",
    tagline="Ask a question; every sentence of the answer leads to the passage that proves it.",
    welcome=(
        "The assistant knows {documents} documents about {clusters} clusters and {jobs} jobs, {languages}. "
        "It answers from these documents alone, and says so when they do not tell."
    ),
    no_index="No document is indexed yet. Run “python ingest.py”, then reload the page.",
    for_entrepreneurs="For a company",
    for_teachers="For the classroom",
    examples_entrepreneur=("What does {cluster} do for its companies?", "Which skills does this job need: {job}?"),
    examples_teacher=("How does one get into this job: {job}?", "Why is this job changing: {job}?"),
    placeholder="Your question…",
    ask="Ask",
    stop="Stop",
    new_conversation="New conversation",
    filters="Filters",
    kind="Kind of document",
    cluster="Cluster",
    document_language="Language of the document",
    everything="All",
    kinds={"report": "Report", "job": "Job description"},
    languages={"fr": "French", "en": "English"},
    sources="Sources",
    no_sources="The cited passages appear here.",
    nearest="Nearest passages",
    page="p. {page}",
    open_passage="Open at the passage",
    original_file="Original file",
    original_page="Original file, page {page}",
    unsupported="The cited passages do not bear this sentence out.",
    confidence=("Low confidence", "Medium confidence", "High confidence"),
    searching="Looking through the documents…",
    model_loading="The model is loading; you can already write your question.",
    ready="Ready",
    too_long="The question is too long (at most {limit} characters).",
    failed="The answer could not be made.",
    stopped="Answer stopped.",
    source_label="Source {n}: {title}",
    back="Back to the assistant",
    not_found="This document is no longer in the index.",
    changed_since="This document has changed since the answer; the cited passage no longer stands at this place.",
    section="Section",
    conversation="Conversation",
    privacy="Your questions stay on this machine.",
)

TEXTS: dict[UiLanguage, Texts] = {"fr": FRENCH, "en": ENGLISH}

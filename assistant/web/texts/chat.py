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
    failed: str
    source_label: str
    back: str
    not_found: str
    changed_since: str
    section: str
    conversation: str
    privacy: str
    privacy_model: str
    """``{model}`` is the name of the chat model."""
    privacy_log: str
    """``{days}``."""
    region: str
    sector: str
    clear_filters: str
    filters_active: str
    """``{n}`` filters are set."""
    filtered_by: str
    ask_everywhere: str
    question_too_long: str
    too_many_questions: str
    understood: str
    interrupted: str
    retry: str
    edit: str
    edit_label: str
    save_edit: str
    cancel: str
    copy_answer: str
    copy_link: str
    copied: str
    copy_failed: str
    references: str
    source: str
    cite: str
    in_language: dict[str, str]
    """A document's language as an adverb: *in French*."""
    go_to_source: str
    helpful: str
    unhelpful: str
    why: str
    why_send: str
    thanks: str
    not_stored: str
    turn_actions: str
    ask_next: str
    ask_instead: str
    suggest_job: dict[str, str]
    """Kind of section (see ``suggestions``) to a question about it, with ``{job}``."""
    suggest_cluster: dict[str, str]
    """The same with ``{cluster}``."""
    suggest_section: str
    """``{section}`` of a document about something else."""
    history: str
    history_search: str
    history_none: str
    history_no_match: str
    history_note: str
    history_unkept: str
    rename: str
    rename_label: str
    delete: str
    delete_all: str
    delete_all_sure: str
    close: str
    export: str
    export_markdown: str
    export_print: str
    exported_on: str
    """``{date}``."""
    print_now: str
    question_label: str
    answer_label: str
    offline: str
    online: str
    shortcuts: str
    shortcut_keys: tuple[tuple[str, str], ...]
    """Key and what it does."""
    disclaimer: str


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
    failed="La réponse n’a pas pu être établie.",
    source_label="Source {n} : {title}",
    back="Retour à l’assistant",
    not_found="Ce document n’est plus dans l’index.",
    changed_since="Ce document a changé depuis la réponse ; le passage cité n’y figure plus à cet endroit.",
    section="Rubrique",
    conversation="Conversation",
    privacy="Vos questions restent sur cette machine.",
    privacy_model="Vos questions et les passages trouvés sont envoyés au modèle de langage {model}.",
    privacy_log="Cette machine les garde {days} jours, sans rien qui dise qui les a posées.",
    region="Région",
    sector="Secteur",
    clear_filters="Effacer les filtres",
    filters_active="Filtres ({n})",
    filtered_by="Filtres :",
    ask_everywhere="Chercher dans tous les documents",
    question_too_long="La question est trop longue : {limit} caractères au plus.",
    too_many_questions="Trop de questions à la fois ; réessayez dans {seconds} s.",
    understood="Question comprise",
    interrupted="Réponse interrompue.",
    retry="Refaire",
    edit="Modifier",
    edit_label="Modifier la question",
    save_edit="Redemander",
    cancel="Annuler",
    copy_answer="Copier la réponse",
    copy_link="Copier le lien",
    copied="Copié.",
    copy_failed="La copie n’est pas permise par ce navigateur.",
    references="Références",
    source="Source",
    cite="Citer",
    in_language={"fr": "en français", "en": "en anglais"},
    go_to_source="Voir la source",
    helpful="Réponse utile",
    unhelpful="Réponse inutile",
    why="Pourquoi ? (facultatif)",
    why_send="Envoyer",
    thanks="Merci, c’est noté.",
    not_stored="L’avis n’a pas pu être enregistré.",
    turn_actions="Que faire de cette réponse",
    ask_next="Pour aller plus loin",
    ask_instead="Ce que les documents disent d’approchant",
    suggest_job={
        "activities": "Que fait-on dans ce métier : {job} ?",
        "change": "Pourquoi ce métier change-t-il : {job} ?",
        "skills": "Quelles compétences demande le métier : {job} ?",
        "training": "Comment devient-on : {job} ?",
        "anchor": "Où ce métier est-il ancré : {job} ?",
        "neighbours": "Quels sont les métiers voisins de : {job} ?",
    },
    suggest_cluster={
        "services": "Que fait {cluster} pour ses entreprises ?",
        "jobs": "Quels sont les métiers ancrés de {cluster} ?",
        "skills": "Quels emplois et quelles compétences chez {cluster} ?",
        "history": "Quelle est l’histoire de {cluster} ?",
    },
    suggest_section="Que disent les documents sur « {section} » ?",
    history="Conversations",
    history_search="Chercher dans les conversations",
    history_none="Aucune conversation pour l’instant.",
    history_no_match="Aucune conversation ne correspond.",
    history_note="Gardées dans ce navigateur seulement, jamais sur le serveur.",
    history_unkept="Ce navigateur ne garde rien : les conversations disparaissent avec la page.",
    rename="Renommer",
    rename_label="Nouveau titre",
    delete="Supprimer",
    delete_all="Tout supprimer",
    delete_all_sure="Vraiment tout supprimer ?",
    close="Fermer",
    export="Exporter",
    export_markdown="Fichier Markdown",
    export_print="Page à imprimer",
    exported_on="Conversation du {date}",
    print_now="Imprimer",
    question_label="Question",
    answer_label="Réponse",
    offline="Connexion perdue. Nouvel essai en cours ; votre conversation est gardée.",
    online="La connexion est rétablie.",
    shortcuts="Raccourcis",
    shortcut_keys=(
        ("/", "aller à la question"),
        ("Entrée", "demander"),
        ("Maj + Entrée", "aller à la ligne"),
        ("↑", "reprendre la dernière question"),
        ("Échap", "arrêter, fermer"),
    ),
    disclaimer="Les réponses peuvent être incomplètes : vérifiez les passages cités.",
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
    failed="The answer could not be made.",
    source_label="Source {n}: {title}",
    back="Back to the assistant",
    not_found="This document is no longer in the index.",
    changed_since="This document has changed since the answer; the cited passage no longer stands at this place.",
    section="Section",
    conversation="Conversation",
    privacy="Your questions stay on this machine.",
    privacy_model="Your questions and the passages found are sent to the language model {model}.",
    privacy_log="This machine keeps them for {days} days, without anything about who asked.",
    region="Region",
    sector="Sector",
    clear_filters="Clear the filters",
    filters_active="Filters ({n})",
    filtered_by="Filters:",
    ask_everywhere="Look in all documents",
    question_too_long="The question is too long: at most {limit} characters.",
    too_many_questions="Too many questions at once; try again in {seconds} s.",
    understood="Question understood",
    interrupted="Answer stopped.",
    retry="Retry",
    edit="Edit",
    edit_label="Edit the question",
    save_edit="Ask again",
    cancel="Cancel",
    copy_answer="Copy the answer",
    copy_link="Copy the link",
    copied="Copied.",
    copy_failed="This browser does not allow copying.",
    references="References",
    source="Source",
    cite="Cite",
    in_language={"fr": "in French", "en": "in English"},
    go_to_source="Show the source",
    helpful="Helpful answer",
    unhelpful="Unhelpful answer",
    why="Why? (optional)",
    why_send="Send",
    thanks="Thank you, noted.",
    not_stored="The opinion could not be stored.",
    turn_actions="What to do with this answer",
    ask_next="Ask next",
    ask_instead="What the documents do tell nearby",
    suggest_job={
        "activities": "What does one do in this job: {job}?",
        "change": "Why is this job changing: {job}?",
        "skills": "Which skills does this job need: {job}?",
        "training": "How does one get into this job: {job}?",
        "anchor": "Where is this job anchored: {job}?",
        "neighbours": "Which jobs are close to this one: {job}?",
    },
    suggest_cluster={
        "services": "What does {cluster} do for its companies?",
        "jobs": "Which jobs are anchored in {cluster}?",
        "skills": "Which jobs and skills matter in {cluster}?",
        "history": "What is the history of {cluster}?",
    },
    suggest_section="What do the documents say about “{section}”?",
    history="Conversations",
    history_search="Search the conversations",
    history_none="No conversation yet.",
    history_no_match="No conversation matches.",
    history_note="Kept in this browser only, never on the server.",
    history_unkept="This browser keeps nothing: the conversations go with the page.",
    rename="Rename",
    rename_label="New title",
    delete="Delete",
    delete_all="Delete all",
    delete_all_sure="Really delete all?",
    close="Close",
    export="Export",
    export_markdown="Markdown file",
    export_print="Page to print",
    exported_on="Conversation of {date}",
    print_now="Print",
    question_label="Question",
    answer_label="Answer",
    offline="Connection lost. Trying again; your conversation is kept.",
    online="The connection is back.",
    shortcuts="Shortcuts",
    shortcut_keys=(
        ("/", "go to the question"),
        ("Enter", "ask"),
        ("Shift + Enter", "new line"),
        ("↑", "take up the last question"),
        ("Esc", "stop, close"),
    ),
    disclaimer="Answers may be incomplete: check the cited passages.",
)

TEXTS: dict[UiLanguage, Texts] = {"fr": FRENCH, "en": ENGLISH}

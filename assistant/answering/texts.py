"""Every sentence that the assistant says in its own words, in French and in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """The assistant's own words in one language. ``{…}`` are filled by ``str.format`` with plain values."""

    # When the documents do not tell
    abstain_about: str
    abstain: str
    year_missing: str
    premise: str
    nearest_about: str
    ask_report: str
    ask_job: str
    empty_corpus: str
    # Notices: one line about how an answer came to be
    other_language: str
    model_unavailable: str
    model_refused: str
    partly_unsupported: str
    reader_unavailable: str
    # Introductions
    nearest_told: str
    list_found: str
    comparison_side: str
    comparison_missing: str
    part_missing: str
    # Answers from the catalogue
    presented: str
    held: str
    none_found: str
    more: str
    in_region: str
    in_sector: str
    of_cluster: str
    of_cluster_many: str
    in_language: str
    status: Mapping[str, str]
    # Small talk
    greeting: str
    thanks: str
    farewell: str
    how_are_you: str
    who: str
    trust: str
    insult: str
    abilities: str
    corpus: str
    no_documents: str
    # Words
    conjunction: str


FRENCH = Texts(
    abstain_about="Les documents ne disent rien qui réponde à cette question sur {about}.",
    abstain="Les documents ne disent rien qui réponde à cette question.",
    year_missing="Aucun des passages trouvés ne mentionne {year}.",
    premise="La question suppose que {name} n'existe plus ; les documents présentent {name} comme un cluster actif.",
    nearest_about="Les passages les plus proches portent sur : {names}.",
    ask_report="Vous pouvez demander, par exemple : « Que fait {name} pour les entreprises ? »",
    ask_job="Vous pouvez demander, par exemple : « Comment accède-t-on au métier suivant : {name} ? »",
    empty_corpus="Aucun document n'est indexé pour l'instant.",
    other_language="Les passages cités sont en {language}.",
    model_unavailable="Le modèle de langue n'a pas répondu ({reason}) : la réponse cite les documents mot pour mot.",
    model_refused="Rien de ce que le modèle de langue a écrit n'a pu être vérifié dans les documents : la réponse "
    "les cite mot pour mot.",
    partly_unsupported="Les phrases marquées n'ont pas pu être vérifiées dans les passages cités.",
    reader_unavailable="Le modèle qui lit les passages n'a pas pu être chargé : la réponse est choisie d'après "
    "les mots.",
    nearest_told="Les documents ne le disent pas clairement ; voici ce qui s'en approche le plus :",
    list_found="Voici ce que disent les documents :",
    comparison_side="Sur {side} :",
    comparison_missing="Sur {side}, les documents ne disent rien qui réponde à la question.",
    part_missing="Ces passages ne disent rien de {part}.",
    presented="Les documents présentent {count}{where} :",
    held="Le corpus compte {count}{where} :",
    none_found="Les documents ne présentent aucun {noun}{where}.",
    more="Et {count} de plus dans le catalogue.",
    in_region=" en région {value}",
    in_sector=" dans le secteur « {value} »",
    of_cluster=" rattaché à {value}",
    of_cluster_many=" rattachés à {value}",
    in_language=" en {value}",
    status={"dissolved": "dissous", "merged": "fusionné", "unknown": "statut actuel inconnu"},
    greeting="Bonjour ! Posez-moi une question sur les clusters industriels français ou sur leurs métiers : je réponds "
    "en citant les documents.",
    thanks="Avec plaisir. Une autre question ?",
    farewell="Au revoir, et à bientôt.",
    how_are_you="Tout va bien, merci. Que voulez-vous savoir sur les clusters ou sur leurs métiers ?",
    who="Je suis un assistant automatique qui répond à partir d'un ensemble de documents sur les clusters industriels "
    "français et leurs métiers ; chaque phrase renvoie au passage dont elle vient.",
    trust="Je peux me tromper : c'est pourquoi chaque phrase renvoie à son passage, que vous pouvez ouvrir. Si une "
    "réponse ne va pas, dites-moi ce que vous cherchiez.",
    insult="Je regrette de ne pas vous avoir aidé. Dites-moi en quelques mots ce que vous cherchez sur les clusters ou "
    "leurs métiers.",
    abilities="Je réponds en français ou en anglais à des questions sur les clusters, leurs entreprises, leurs métiers "
    "et leurs formations, à partir de {count}. Chaque phrase cite son passage ; quand les documents ne disent "
    "rien, je le dis. Vous pouvez aussi demander une liste, un nombre ou une comparaison.",
    corpus="J'ai {count}{kinds}{languages}. Par exemple : {examples}.",
    no_documents="aucun document",
    conjunction="et",
)

ENGLISH = Texts(
    abstain_about="The documents say nothing that answers this question about {about}.",
    abstain="The documents say nothing that answers this question.",
    year_missing="None of the passages found mentions {year}.",
    premise="The question takes it that {name} is no more; the documents present {name} as an active cluster.",
    nearest_about="The nearest passages are about: {names}.",
    ask_report="You could ask, for example: “What does {name} do for firms?”",
    ask_job="You could ask, for example: “How does one get into this job: {name}?”",
    empty_corpus="No document is indexed yet.",
    other_language="The passages cited are in {language}.",
    model_unavailable="The language model did not answer ({reason}): this answer quotes the documents word for word.",
    model_refused="Nothing that the language model wrote could be verified in the documents: this answer quotes them "
    "word for word.",
    partly_unsupported="The marked sentences could not be verified in the passages cited.",
    reader_unavailable="The model that reads passages could not be loaded: this answer is chosen by words alone.",
    nearest_told="The documents do not say so plainly; this comes nearest:",
    list_found="Here is what the documents say:",
    comparison_side="On {side}:",
    comparison_missing="On {side}, the documents say nothing that answers the question.",
    part_missing="These passages say nothing of {part}.",
    presented="The documents present {count}{where}:",
    held="The corpus holds {count}{where}:",
    none_found="The documents present no {noun}{where}.",
    more="And {count} more in the catalogue.",
    in_region=" in the region {value}",
    in_sector=" in the sector “{value}”",
    of_cluster=" linked with {value}",
    of_cluster_many=" linked with {value}",
    in_language=" in {value}",
    status={"dissolved": "dissolved", "merged": "merged", "unknown": "present status unknown"},
    greeting="Hello! Ask me about French industrial clusters or their jobs: I answer by citing the documents.",
    thanks="You are welcome. Anything else?",
    farewell="Goodbye, and see you soon.",
    how_are_you="All is well, thank you. What would you like to know about the clusters or their jobs?",
    who="I am an automatic assistant that answers from a set of documents about French industrial clusters and their "
    "jobs; each sentence points to the passage that it comes from.",
    trust="I can be wrong, which is why each sentence points to its passage, which you can open. If an answer is not "
    "what you need, tell me what you were looking for.",
    insult="I am sorry that I was of no help. Tell me in a few words what you are looking for about the clusters or "
    "their jobs.",
    abilities="I answer questions in French or English about the clusters, their firms, jobs and training, from "
    "{count}. Each sentence cites its passage; when the documents do not tell, I say so. You can also ask for a "
    "list, a number or a comparison.",
    corpus="I have {count}{kinds}{languages}. For example: {examples}.",
    no_documents="no document",
    conjunction="and",
)

_LANGUAGE_NAMES = {
    "fr": {"fr": "français", "en": "anglais", "de": "allemand", "es": "espagnol", "it": "italien", "pt": "portugais"},
    "en": {"fr": "French", "en": "English", "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese"},
}
_FAILURES = {
    "fr": {
        "missing-package": "son paquet n'est pas installé",
        "key": "sa clé manque ou est refusée ; voir ASSISTANT_CHAT_API_KEY",
        "timeout": "le délai est dépassé",
        "rate-limit": "trop de demandes à la fois, ou un quota épuisé",
        "unknown-model": "le modèle est inconnu ; voir ASSISTANT_CHAT_MODEL",
        "context": "les passages sont trop longs pour lui",
        "empty": "sa réponse est vide",
        "disconnected": "la connexion s'est interrompue",
        "unreachable": "son serveur est injoignable ; voir ASSISTANT_CHAT_BASE_URL",
        "server": "son serveur signale une erreur",
    },
    "en": {
        "missing-package": "its package is not installed",
        "key": "its key is missing or refused; see ASSISTANT_CHAT_API_KEY",
        "timeout": "it took too long",
        "rate-limit": "too many requests at once, or a quota is used up",
        "unknown-model": "the model is unknown; see ASSISTANT_CHAT_MODEL",
        "context": "the passages are too long for it",
        "empty": "its answer is empty",
        "disconnected": "the connection broke off",
        "unreachable": "its server cannot be reached; see ASSISTANT_CHAT_BASE_URL",
        "server": "its server reports an error",
    },
}
_NOUNS = {
    "fr": {
        "cluster": ("cluster", "clusters"), "job": ("métier", "métiers"), "report": ("rapport", "rapports"),
        "document": ("document", "documents"),
    },
    "en": {
        "cluster": ("cluster", "clusters"), "job": ("job", "jobs"), "report": ("report", "reports"),
        "document": ("document", "documents"),
    },
}  # fmt: skip


def texts(language: str) -> Texts:
    """The assistant's words for a question in ``language``; French when that is neither French nor English."""
    return ENGLISH if language == "en" else FRENCH


def spoken(language: str) -> str:
    """The language in which the assistant speaks to someone who asks in ``language``: ``fr`` or ``en``."""
    return "en" if language == "en" else "fr"


def language_name(code: str, language: str) -> str:
    """The name of the language ``code``, in ``language``; the code itself when it has none here."""
    return _LANGUAGE_NAMES[spoken(language)].get(code, code)


def failure_reason(failure: str, remedy: str, language: str) -> str:
    """Why the chat model did not answer, as part of a sentence; ``failure`` is a value of ``chat_model.Failure``."""
    reason = _FAILURES[spoken(language)][failure]
    return f"{reason} ; {remedy}" if remedy else reason


def counted(count: int, noun: str, language: str) -> str:
    """A count with its noun: ``1 métier``, ``3 clusters``. ``noun`` is cluster, job, report or document."""
    return f"{count} {_NOUNS[spoken(language)][noun][plural(count, language)]}"


def plural(count: int, language: str) -> bool:
    """Whether words that go with ``count`` are in the plural: French says zero in the singular, English does not."""
    return count > 1 if spoken(language) == "fr" else count != 1


def noun_of(noun: str, language: str) -> str:
    """The singular of a noun: cluster, job, report or document."""
    return _NOUNS[spoken(language)][noun][0]


def joined(items: Sequence[str], language: str) -> str:
    """Items as an enumeration: ``a, b et c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {texts(language).conjunction} {items[-1]}"

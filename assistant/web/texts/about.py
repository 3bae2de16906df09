"""The words of the page about the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.web.texts.languages import UiLanguage


@dataclass(frozen=True, slots=True)
class AboutTexts:
    """The words of one language. Names with ``{}`` are formats."""

    title: str
    lead: str
    knows: str
    no_index: str
    documents: str
    passages: str
    clusters: str
    jobs: str
    by_kind: str
    by_language: str
    by_format: str
    other: str
    updated: str
    """``{date}``."""
    library: str
    works: str
    steps: tuple[str, ...]
    sure: str
    confidence: tuple[str, ...]
    """The first with ``{percent}``, the threshold of abstention."""
    not_do: str
    limits: tuple[str, ...]
    privacy: str
    local: str
    chat_model: str
    """``{model}`` and ``{where}``."""
    logged: str
    """``{days}``."""
    not_logged: str
    stored: tuple[str, ...]
    made_of: str
    embedding: str
    writer: str
    no_writer: str
    generation: str
    generation_is: str
    """``{number}`` and ``{date}``."""


ABOUT: dict[UiLanguage, AboutTexts] = {
    "fr": AboutTexts(
        title="À propos de l’assistant",
        lead=(
            "L’assistant répond en français et en anglais sur les clusters industriels français et les métiers qui y "
            "sont ancrés. Il ne parle que d’après ses documents, et montre pour chaque phrase le passage qui la prouve."
        ),
        knows="Ce qu’il connaît",
        no_index="Aucun document n’est encore indexé. Lancez « python ingest.py », puis rechargez la page.",
        documents="documents",
        passages="passages",
        clusters="clusters",
        jobs="métiers",
        by_kind="Par type",
        by_language="Par langue",
        by_format="Par format",
        other="autre",
        updated="Dernière synchronisation : {date}.",
        library="Voir tous les documents",
        works="Comment il répond",
        steps=(
            "La question est comparée à chaque passage des documents, par le sens et par les mots, dans les deux "
            "langues.",
            "Les meilleurs passages donnent la réponse ; chaque phrase porte le numéro du passage dont elle vient.",
            "Chaque phrase est vérifiée contre ce passage : nombres, noms et citations doivent s’y trouver. Ce qui "
            "n’est pas confirmé est marqué ou retiré.",
        ),
        sure="Quand il est sûr, et quand il ne l’est pas",
        confidence=(
            "La confiance est la probabilité, mesurée sur des questions dont la réponse est connue, que les passages "
            "trouvés répondent à la question. Sous {percent} %, l’assistant dit que les documents ne répondent pas et "
            "montre les passages les plus proches.",
            "Une confiance élevée dit que la réponse est bien dans les documents ; elle ne dit pas que les documents "
            "ont raison. Ouvrez le passage : il est à un clic.",
        ),
        not_do="Ce qu’il ne fait pas",
        limits=(
            "Il ne cherche pas sur le Web et ne sait rien hors de ses documents.",
            "Il ne donne ni avis, ni conseil juridique ou financier, ni prévision.",
            "Il ne met rien à jour de lui-même : une information vaut à la date de sa source.",
            "Il peut passer à côté d’un passage, ou en citer un qui ne répond qu’en partie.",
        ),
        privacy="Vie privée",
        local=(
            "Rien ne quitte la machine qui sert cette page : ni questions, ni documents, ni mesures d’audience. Les "
            "polices et scripts viennent d’elle seule. Aucun modèle de langue extérieur n’est configuré."
        ),
        chat_model=(
            "Un modèle de langue rédige les réponses : {model}, {where}. La question, les tours précédents et les "
            "passages trouvés lui sont envoyés ; rien d’autre ne quitte la machine qui sert cette page."
        ),
        logged=(
            "Les questions, la forme de leur réponse et les avis que vous donnez sont gardés {days} jours sur cette "
            "machine, pour l’améliorer, sans rien qui dise qui a demandé. N’y écrivez pas de données personnelles."
        ),
        not_logged="Les questions ne sont pas gardées.",
        stored=(
            "Vos conversations, la langue et le thème choisis sont gardés par votre navigateur, chez vous seulement.",
            "Il n’y a ni compte, ni cookie de suivi, ni contenu venu d’autres sites.",
        ),
        made_of="Fiche technique",
        embedding="Modèle de recherche",
        writer="Modèle qui rédige",
        no_writer="aucun : la réponse est faite de phrases citées des documents",
        generation="État de l’index",
        generation_is="version {number}, du {date}",
    ),
    "en": AboutTexts(
        title="About the assistant",
        lead=(
            "The assistant answers in French and English about French industrial clusters and the jobs anchored in "
            "them. It speaks from its documents alone, and shows for every sentence the passage that proves it."
        ),
        knows="What it knows",
        no_index="No document is indexed yet. Run “python ingest.py”, then reload the page.",
        documents="documents",
        passages="passages",
        clusters="clusters",
        jobs="jobs",
        by_kind="By kind",
        by_language="By language",
        by_format="By format",
        other="other",
        updated="Last sync: {date}.",
        library="See all documents",
        works="How it answers",
        steps=(
            "The question is compared with every passage of the documents, by meaning and by words, in both languages.",
            "The best passages give the answer; each sentence carries the number of the passage that it comes from.",
            "Each sentence is checked against that passage: numbers, names and quotes must be found there. What is not "
            "borne out is marked or dropped.",
        ),
        sure="When it is sure, and when it is not",
        confidence=(
            "Confidence is the probability, measured on questions whose answer is known, that the passages found "
            "answer the question. Below {percent}% the assistant says that the documents do not tell, and shows the "
            "nearest passages.",
            "High confidence says that the answer stands in the documents; it does not say that the documents are "
            "right. Open the passage: it is one click away.",
        ),
        not_do="What it does not do",
        limits=(
            "It does not search the Web and knows nothing outside its documents.",
            "It gives no opinion, no legal or financial advice, no forecast.",
            "It brings nothing up to date by itself: a fact holds at the date of its source.",
            "It may miss a passage, or cite one that answers only in part.",
        ),
        privacy="Privacy",
        local=(
            "Nothing leaves the machine that serves this page: no question, no document, no usage data. Fonts and "
            "scripts come from it alone. No outside language model is configured."
        ),
        chat_model=(
            "A language model writes the answers: {model}, {where}. The question, the turns before it and the passages "
            "found are sent to it; nothing else leaves the machine that serves this page."
        ),
        logged=(
            "Questions, how they were answered and the ratings that you give are kept on this machine for {days} days, "
            "to improve it, without anything about who asked. Do not write personal data in them."
        ),
        not_logged="Questions are not kept.",
        stored=(
            "Your conversations, language and theme are kept by your browser, on your side only.",
            "There is no account, no tracking cookie and no content from other sites.",
        ),
        made_of="Technical facts",
        embedding="Search model",
        writer="Writing model",
        no_writer="none: the answer is made of sentences quoted from the documents",
        generation="State of the index",
        generation_is="version {number}, of {date}",
    ),
}

"""The words of the catalogue of professions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.professions.browsing import Facet, Sort
from assistant.professions.sections import SectionRole
from assistant.web.texts.languages import UiLanguage


@dataclass(frozen=True, slots=True)
class ProfessionTexts:
    """The words of one language. Names with ``{}`` are formats."""

    title: str
    lead: str
    empty: str
    search: str
    search_hint: str
    submit: str
    filters: str
    facets: Mapping[Facet, str]
    levels: Mapping[str, str]
    drivers: Mapping[str, str]
    sort: str
    sorts: Mapping[Sort, str]
    count: tuple[str, str]
    more: str
    reset: str
    remove: str
    nothing: str
    nothing_help: str
    views: str
    view_list: str
    view_map: str
    view_charts: str
    view_similar: str
    compare: str
    compare_pick: str
    compare_help: str
    compare_title: str
    compare_few: str
    also: str
    """``{title}``, the title in the other language."""
    roles: Mapping[SectionRole, str]
    open_passage: str
    ask: str
    ask_question: str
    sheet: str
    sheet_pdf: str
    sheet_markdown: str
    print: str
    codes: str
    repertories: str
    neighbours: str
    neighbours_help: str
    sources: str
    other_language: str
    documents: str
    map_title: str
    map_lead: str
    map_label: str
    jobs_count: tuple[str, str]
    no_jobs: str
    no_place: str
    statuses: Mapping[str, str]
    charts_title: str
    charts_lead: str
    charts: Mapping[str, str]
    similar_title: str
    similar_lead: str
    similar_label: str
    legend: str
    not_said: str
    nearest: str
    loading: str
    previous: str
    next: str
    pages: str
    page_of: str
    compare_chosen: tuple[str, str]
    compare_clear: str
    compare_remove: str
    compare_add: str
    compare_with: str
    more_in: str
    """``{language}``, of a document that tells more."""
    more_elsewhere: str
    source_number: str
    system: str
    code: str
    label: str
    named: str
    same_code: str
    all_sectors: str
    map_sector: str
    clusters_count: tuple[str, str]
    around: Mapping[str, str]
    silent: tuple[str, str]
    capped: str
    hint: str


ROLE_NAMES_FR = {
    SectionRole.BRIEF: "En bref",
    SectionRole.ACTIVITY: "Ce que l’on y fait",
    SectionRole.CHANGE: "Pourquoi le métier change",
    SectionRole.SKILLS: "Compétences",
    SectionRole.ACCESS: "Comment y accéder",
    SectionRole.ANCHORED: "Où le métier est ancré",
    SectionRole.NEIGHBOURS: "Métiers voisins",
    SectionRole.CODES: "Codes",
    SectionRole.CLASSROOM: "En classe",
    SectionRole.OTHER: "À savoir aussi",
    SectionRole.SOURCES: "Sources",
    SectionRole.CATALOGUED: "Au catalogue",
}
ROLE_NAMES_EN = {
    SectionRole.BRIEF: "In brief",
    SectionRole.ACTIVITY: "What one does",
    SectionRole.CHANGE: "Why the job is changing",
    SectionRole.SKILLS: "Skills",
    SectionRole.ACCESS: "How to get there",
    SectionRole.ANCHORED: "Where it is anchored",
    SectionRole.NEIGHBOURS: "Neighbouring jobs",
    SectionRole.CODES: "Codes",
    SectionRole.CLASSROOM: "In the classroom",
    SectionRole.OTHER: "Also good to know",
    SectionRole.SOURCES: "Sources",
    SectionRole.CATALOGUED: "In the catalogue",
}

PROFESSIONS: Mapping[UiLanguage, ProfessionTexts] = {
    "fr": ProfessionTexts(
        title="Métiers",
        lead=(
            "Des métiers industriels qui se renouvellent : ce que l’on y fait, pourquoi ils changent, "
            "comment y accéder, où ils sont ancrés."
        ),
        empty=(
            "Aucun métier n’est encore indexé. Ajoutez des fiches métiers au dossier « jobs », puis lancez « "
            "python ingest.py »."
        ),
        search="Chercher un métier",
        search_hint="un métier, une compétence, un code…",
        submit="Chercher",
        filters="Filtres",
        facets={
            "sector": "Secteur",
            "region": "Région",
            "cluster": "Cluster",
            "level": "Niveau de formation",
            "driver": "Cause du changement",
        },
        levels={
            "cap": "CAP",
            "bac": "Bac",
            "bac+2": "Bac+2",
            "bac+3": "Bac+3",
            "bac+5": "Bac+5",
            "certification": "Certification",
        },
        drivers={
            "markets": "Marchés",
            "technology": "Technologies",
            "regulation": "Réglementation",
            "expectations": "Attentes",
        },
        sort="Trier par",
        sorts={"relevance": "Pertinence", "title": "Nom", "sector": "Secteur"},
        count=("{count} métier", "{count} métiers"),
        more="{count} de plus",
        reset="Tout effacer",
        remove="Retirer le filtre {name}",
        nothing="Aucun métier ne correspond.",
        nothing_help="Essayez un autre mot, ou retirez un filtre.",
        views="Vues",
        view_list="Liste",
        view_map="Carte",
        view_charts="Graphiques",
        view_similar="Ressemblances",
        compare="Comparer",
        compare_pick="Choisir {title} pour la comparaison",
        compare_help="Cochez deux ou trois métiers pour les comparer.",
        compare_title="Comparer des métiers",
        compare_few="Choisissez deux ou trois métiers dans la liste.",
        also="En anglais : {title}",
        roles=ROLE_NAMES_FR,
        open_passage="Ouvrir le passage",
        ask="Poser une question sur ce métier",
        ask_question="Comment devient-on : {title} ?",
        sheet="Fiche pour la classe",
        sheet_pdf="Fiche PDF",
        sheet_markdown="Markdown",
        print="Imprimer",
        codes="Codes",
        repertories="ROME est le répertoire français des métiers, ESCO la classification européenne.",
        neighbours="Métiers proches",
        neighbours_help="D’après ce que disent les fiches, les codes et les auteurs.",
        sources="Sources",
        other_language="Cette fiche n’existe qu’en {language}.",
        documents="Documents",
        map_title="Carte des clusters",
        map_lead=(
            "Les clusters et les métiers qu’ils ancrent. Les points sont les communes des sièges, ou un "
            "repère dans le territoire."
        ),
        map_label="Carte de France des clusters ; la liste qui suit donne les mêmes informations.",
        jobs_count=("{count} métier", "{count} métiers"),
        no_jobs="aucun métier décrit",
        no_place="Sans lieu connu",
        statuses={"active": "", "merged": "fusionné", "dissolved": "dissous", "unknown": "statut inconnu"},
        charts_title="Les métiers en graphiques",
        charts_lead=(
            "Combien de métiers par secteur, par région, par niveau et par cause de changement. Un métier "
            "compte dans chaque région et à chaque niveau qu’il indique. Cliquez pour voir la liste."
        ),
        charts={
            "sector": "Par secteur",
            "region": "Par région",
            "level": "Par niveau de formation",
            "driver": "Par cause de changement",
        },
        similar_title="Carte des ressemblances",
        similar_lead=(
            "Deux métiers proches sur ce dessin se ressemblent par ce que disent leurs fiches. Les axes "
            "n’ont pas d’autre sens."
        ),
        similar_label="Nuage des métiers ; les mêmes métiers figurent dans la liste qui suit, avec leurs voisins.",
        legend="Secteurs",
        not_said="Les documents ne le disent pas.",
        nearest="Aucun métier ne porte ce nom. Les plus proches par le sens :",
        loading="Le modèle se charge : pour l’instant, la recherche se fait par les mots seulement.",
        previous="Précédent",
        next="Suivant",
        pages="Pages de la liste",
        page_of="Page {page} sur {pages}",
        compare_chosen=("{count} métier choisi", "{count} métiers choisis"),
        compare_clear="Tout décocher",
        compare_remove="Retirer {title}",
        compare_add="Ajouter",
        compare_with="Comparer avec",
        more_in="Plus de détails, en {language}",
        more_elsewhere="Plus de détails",
        source_number="Source {number}",
        system="Répertoire",
        code="Code",
        label="Intitulé",
        named="voisin selon la fiche",
        same_code="même code",
        all_sectors="Tous",
        map_sector="Secteur du cluster ou d’un de ses métiers",
        clusters_count=("{count} cluster", "{count} clusters"),
        around={
            "belgium": "Belgique",
            "germany": "Allemagne",
            "switzerland": "Suisse",
            "italy": "Italie",
            "spain": "Espagne",
            "channel": "Manche",
            "atlantic": "Océan Atlantique",
            "mediterranean": "Méditerranée",
        },
        silent=("{count} métier n’en dit rien.", "{count} métiers n’en disent rien."),
        capped="Les {count} premiers des {total} métiers sont dessinés ; choisissez un secteur pour voir les autres.",
        hint="Survolez ou parcourez les points ; un clic ouvre le métier.",
    ),
    "en": ProfessionTexts(
        title="Professions",
        lead=(
            "Industrial jobs that are being renewed: what one does, why they change, how to get there, where "
            "they are anchored."
        ),
        empty="No job is indexed yet. Add descriptions of jobs to the folder “jobs”, then run “python ingest.py”.",
        search="Search a profession",
        search_hint="a job, a skill, a code…",
        submit="Search",
        filters="Filters",
        facets={
            "sector": "Sector",
            "region": "Region",
            "cluster": "Cluster",
            "level": "Level of training",
            "driver": "Driver of change",
        },
        levels={
            "cap": "CAP (vocational certificate)",
            "bac": "Bac (secondary diploma)",
            "bac+2": "Bac+2",
            "bac+3": "Bac+3 (bachelor)",
            "bac+5": "Bac+5 (master)",
            "certification": "Certification",
        },
        drivers={
            "markets": "Markets",
            "technology": "Technology",
            "regulation": "Regulation",
            "expectations": "Expectations",
        },
        sort="Sort by",
        sorts={"relevance": "Relevance", "title": "Name", "sector": "Sector"},
        count=("{count} profession", "{count} professions"),
        more="{count} more",
        reset="Clear all",
        remove="Remove the filter {name}",
        nothing="No profession matches.",
        nothing_help="Try another word, or remove a filter.",
        views="Views",
        view_list="List",
        view_map="Map",
        view_charts="Charts",
        view_similar="Likeness",
        compare="Compare",
        compare_pick="Pick {title} for the comparison",
        compare_help="Tick two or three professions to compare them.",
        compare_title="Compare professions",
        compare_few="Pick two or three professions in the list.",
        also="In French: {title}",
        roles=ROLE_NAMES_EN,
        open_passage="Open the passage",
        ask="Ask about this job",
        ask_question="How does one get into this job: {title}?",
        sheet="Sheet for the classroom",
        sheet_pdf="PDF sheet",
        sheet_markdown="Markdown",
        print="Print",
        codes="Codes",
        repertories="ROME is the French repertory of jobs, ESCO the European classification.",
        neighbours="Similar professions",
        neighbours_help="By what the descriptions say, by their codes and by their authors.",
        sources="Sources",
        other_language="This description exists in {language} only.",
        documents="Documents",
        map_title="Map of the clusters",
        map_lead=(
            "The clusters and the jobs that they anchor. The points are the towns of their seats, or a "
            "landmark in their territory."
        ),
        map_label="Map of France with the clusters; the list after it gives the same information.",
        jobs_count=("{count} profession", "{count} professions"),
        no_jobs="no job described",
        no_place="Without a known place",
        statuses={"active": "", "merged": "merged", "dissolved": "dissolved", "unknown": "status unknown"},
        charts_title="Professions in charts",
        charts_lead=(
            "How many professions there are by sector, region, level and driver of change. A profession "
            "counts in each region and at each level that it names. Click to see the list."
        ),
        charts={
            "sector": "By sector",
            "region": "By region",
            "level": "By level of training",
            "driver": "By driver of change",
        },
        similar_title="Map of likeness",
        similar_lead=(
            "Two professions that are near each other on this drawing are alike in what their descriptions "
            "say. The axes mean nothing else."
        ),
        similar_label="A cloud of professions; the same professions are in the list after it, with their neighbours.",
        legend="Sectors",
        not_said="The documents do not say.",
        nearest="No profession has that name. The nearest in meaning:",
        loading="The model is loading: for now, the search goes by words only.",
        previous="Previous",
        next="Next",
        pages="Pages of the list",
        page_of="Page {page} of {pages}",
        compare_chosen=("{count} profession chosen", "{count} professions chosen"),
        compare_clear="Untick all",
        compare_remove="Remove {title}",
        compare_add="Add",
        compare_with="Compare with",
        more_in="More details, in {language}",
        more_elsewhere="More details",
        source_number="Source {number}",
        system="Repertory",
        code="Code",
        label="Label",
        named="a neighbour by its description",
        same_code="same code",
        all_sectors="All",
        map_sector="Sector of the cluster or of one of its jobs",
        clusters_count=("{count} cluster", "{count} clusters"),
        around={
            "belgium": "Belgium",
            "germany": "Germany",
            "switzerland": "Switzerland",
            "italy": "Italy",
            "spain": "Spain",
            "channel": "English Channel",
            "atlantic": "Atlantic Ocean",
            "mediterranean": "Mediterranean",
        },
        silent=("{count} profession does not say.", "{count} professions do not say."),
        capped="The first {count} of {total} professions are drawn; choose a sector to see the others.",
        hint="Hover over the points or step through them; a click opens the profession.",
    ),
}

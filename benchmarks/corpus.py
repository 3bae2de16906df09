"""Documents for measurements: sentences of real words in two languages, the same at every run.

Made of a vocabulary rather than of random letters, so that a tokenizer cuts them as it cuts real reports.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

_FRENCH = {
    "who": "le cluster|la filière|l'entreprise|l'atelier|le lycée professionnel|la plateforme|le pôle|l'association|"
    "le laboratoire|la coopérative|le centre de formation|l'usine|la vallée|le donneur d'ordres|la collectivité",
    "does": "forme|recrute|accompagne|fabrique|développe|modernise|finance|présente|rassemble|mesure|transforme|"
    "exporte|soutient|coordonne|évalue|anime|équipe",
    "what": "des techniciens de maintenance|les pièces de précision|une ligne d'assemblage automatisée|les apprentis|"
    "des matériaux composites|la qualification des salariés|des capteurs optiques|un plan de décarbonation|"
    "les métiers de la métrologie|des flacons en verre|la filière du bois|des batteries pour l'automobile|"
    "une offre commune de formation|des prototypes de drones|l'usinage à grande vitesse",
    "how": "avec ses partenaires|depuis plusieurs années|dans le cadre d'un appel à projets|à l'échelle régionale|"
    "grâce à un fonds commun|au bénéfice des petites entreprises|selon les besoins des employeurs|"
    "en lien avec les universités|sur trois sites|pour répondre aux départs en retraite",
    "head": "Contexte|Emploi|Formation|Marchés|Innovation|Gouvernance|Territoire|Perspectives",
    "year": "En {year}, |Depuis {year}, |D'après l'enquête de {year}, ||",
}  # fmt: skip
_ENGLISH = {
    "who": "the cluster|the industry|the company|the workshop|the vocational school|the platform|the association|"
    "the laboratory|the cooperative|the training centre|the plant|the valley|the main contractor|the local authority",
    "does": "trains|recruits|supports|manufactures|develops|modernises|funds|presents|brings together|measures|"
    "transforms|exports|coordinates|assesses|equips",
    "what": "maintenance technicians|precision parts|an automated assembly line|apprentices|composite materials|"
    "the qualification of employees|optical sensors|a plan to cut emissions|the trades of metrology|glass bottles|"
    "the timber industry|batteries for cars|a shared range of courses|prototypes of drones|high speed machining",
    "how": "with its partners|for several years|after a call for projects|across the region|thanks to a common fund|"
    "for the benefit of small firms|according to the needs of employers|together with universities|on three sites|"
    "to replace those who retire",
    "head": "Background|Employment|Training|Markets|Innovation|Governance|Territory|Outlook",
    "year": "In {year}, |Since {year}, |According to the survey of {year}, ||",
}  # fmt: skip
_WORDS_A_PARAGRAPH, _WORDS_A_SECTION = 60, 140


def write_corpus(folder: Path, documents: int, words: int = 600) -> None:
    """Write ``documents`` Markdown files of about ``words`` words each, French and English in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        (folder / f"report-{number:05}.md").write_text(document(number, words), encoding="utf-8")


def document(number: int, words: int = 600) -> str:
    """The Markdown of one document; equal for equal arguments."""
    chance = random.Random(number)
    vocabulary = {key: text.split("|") for key, text in (_ENGLISH if number % 2 else _FRENCH).items()}
    pieces = [f"# {_title(chance, vocabulary)} {number}"]
    written = in_section = 0
    for heading in _headings(chance, vocabulary["head"]):
        if written >= words - _WORDS_A_PARAGRAPH:
            break
        pieces.append(f"## {heading}")
        in_section = 0
        while in_section < min(_WORDS_A_SECTION, words - written):
            paragraph = _paragraph(chance, vocabulary)
            pieces.append(paragraph)
            in_section += len(paragraph.split())
        written += in_section
    return "\n\n".join(pieces) + "\n"


def _headings(chance: random.Random, names: Sequence[str]) -> Iterator[str]:
    while True:
        yield from chance.sample(names, len(names))


def _title(chance: random.Random, vocabulary: dict[str, list[str]]) -> str:
    who = chance.choice(vocabulary["who"])
    return f"{who[:1].upper()}{who[1:]} {chance.choice(vocabulary['how'])}"


def _paragraph(chance: random.Random, vocabulary: dict[str, list[str]]) -> str:
    sentences: list[str] = []
    while sum(len(sentence.split()) for sentence in sentences) < _WORDS_A_PARAGRAPH:
        sentences.append(_sentence(chance, vocabulary))
    return " ".join(sentences)


def _sentence(chance: random.Random, vocabulary: dict[str, list[str]]) -> str:
    who, does, what, how = (chance.choice(vocabulary[key]) for key in ("who", "does", "what", "how"))
    start = chance.choice(vocabulary["year"]).format(year=chance.randint(2005, 2025))
    number = f" ({chance.randint(3, 900)})" if chance.random() < 0.3 else ""
    sentence = f"{start}{who} {does} {what}{number} {how}."
    return sentence[:1].upper() + sentence[1:]

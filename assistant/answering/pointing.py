"""The words by which a question leans on what was said before: pronouns, ordinals, *et …*, *tell me more*. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.entities import Mention
from assistant.answering.names import names
from assistant.answering.words import content_stems

_I = re.IGNORECASE

BEGINS = re.compile(
    r"^\W*(?:(?:ok|oui|d'accord|merci|yes|well|thanks)[\s,.!]+)?"
    r"(?:et|mais|and|but|or|ou alors|sinon|what about|how about|qu'en est-il (?:de|du|des)|même question (?:pour|en|à)"
    r"|same (?:question )?(?:for|in))\b[\s,]*(?:(?:pour|for|about|what about)\s)?",
    _I,
)
"""What a follow-up begins with; what comes after it is asked."""

_MORE_WORDS = (
    r"dis[- ]m'en plus|dites[- ]m'en plus|en savoir plus|plus de détails|raconte|continue|développe|tell me more"
    r"|more (?:details?|information|about it)|go on|elaborate|say more|details?"
)
WANTS_MORE = re.compile(rf"^\W*(?:{_MORE_WORDS})\b", _I)
_MORE = re.compile(
    rf"^\W*(?:(?:et|and)\s)?(?:{_MORE_WORDS}|explique|pourquoi|combien|lesquel(?:le)?s|où|quand|qui|comment|why|how"
    r"|how so|how many|which ones?|where|when|who)\b[\w\s'’-]{0,25}\W*$",
    _I,
)
_POINTED_AT_FR = (
    r"métiers?|clusters?|pôles?|postes?|secteurs?|domaines?|diplômes?|documents?|rapports?|professions?|formations?"
    r"|régions?|entreprises?|filières?|associations?|villes?|grappes?|réseaux?|compétences?|études?|programmes?|projets?"
)
_POINTED_AT_EN = (
    r"jobs?|clusters?|professions?|sectors?|regions?|training|firms?|documents?|ones?|skills?|networks?|programmes?"
    r"|programs?|projects?|diplomas?|reports?|occupations?|associations?"
)
_STRONG = re.compile(
    r"\b(?:ça|cela|ceci|celui-ci|celle-ci|ceux-ci|celles-ci|celui-là|celle-là|ce dernier|cette dernière|là-bas"
    rf"|(?:ce|cet|cette|ces|du même|de la même|le même|la même)\s(?:{_POINTED_AT_FR})"
    rf"|(?:this|that|these|those|the same)\s(?:{_POINTED_AT_EN})"
    r"|(?:about|for|of|to|with|do|in|by|from|is) (?:this|that|it|them|these|those)\b(?=\W*$))\b",
    _I,
)
_WEAK = re.compile(
    r"(?:-(?:t-)?(?:ils?|elles?)\b|\b(?:ils?|elles?|lui|eux|son|sa|ses|leurs?)\b|\by\b(?!\s?(?:a\b|avait|aurait))"
    r"|\b(?:it|its|they|them|their|he|she|his|her)\b|(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b)",
    _I,
)
# A noun phrase before the pronoun is what it stands for: "Comment une entreprise protège-t-elle ses brevets ?"
_ARTICLE = re.compile(r"\b(?:une?|le|la|les|des|l['’]|the|an?)\s?\w{3,}", _I)
_ASKS_BRIEFLY = re.compile(
    r"^\W*(?:quel(?:le)?s?|qui|que|où|quand|combien|comment|pourquoi|what|which|who|where|when|how|why)\b", _I
)
_ENGLISH = re.compile(r"\W*(?:what|which|who|where|when|how|why)\b", _I)

_POINTED_AT_MANY = re.compile(rf"\b(?:ces|these|those)\s(?P<noun>{_POINTED_AT_FR}|{_POINTED_AT_EN})\b", _I)
_MANY = re.compile(r"\b(?:ils|elles|eux|leurs?|they|them|their|celles-ci|ceux-ci|these|those)\b", _I)

THAT_OF = re.compile(
    r"^(?:celui|celle|ceux|celles|that|those|the ones?)\s(?:(?:de la|de l['’]|des|du|de|d['’]|of the|of|for the|for|in)"
    r"(?:\s|(?<=['’])))(?P<what>.+?)\W*$",
    _I,
)
"""*That of X*: what was asked about something is asked about X, which stands in ``what``."""

OF = re.compile(r"(?:\b(?:de la|des|du|de|of the|of)\s|\b(?:de l|d)['’])(?P<what>[\w-]+)", _I)
"""What *that of X* is set against in the question before, where the catalogue does not know its name."""

YEAR_ONLY = re.compile(
    r"^(?:(?:pour|en|vers|in|for|around|about|l['’]année|the year)\s?)*(?P<year>(?:19|20)\d\d)\W*$", _I
)
"""A follow-up that only names another year."""

RETURNS = re.compile(
    r"^\W*(?:(?:pour|si on|let's|let us|going|to)\s)?(?:revenir|revenons|revient|retour|retournons|back|return(?:ing)?"
    r"|go back)\s(?:au|à|aux|to)\b[^,:;?]*[,:;]\s*",
    _I,
)
"""*Back to the first one:* a clause that goes back to something before the last turn."""

_PLACES = {
    0: r"premier|première|1er|1ère|first",
    1: r"deuxième|second|seconde|2e|2ème|2nd",
    2: r"troisième|3e|3ème|third|3rd",
    3: r"quatrième|4e|4ème|fourth|4th",
    4: r"cinquième|5e|5ème|fifth|5th",
    -1: r"dernier|dernière|last",
}
_ORDINALS = {
    n: re.compile(
        rf"\b(?P<article>le|la|du|au|de la|à la|the)\s(?:{words})\b"
        r"(?:\s(?:one|cluster|job|métier|pôle|document|profession))?",
        _I,
    )
    for n, words in _PLACES.items()
}
_INSTEAD = {"du": "de ", "de la": "de ", "au": "à ", "à la": "à "}


def ordinal(question: str) -> tuple[int, re.Match[str]] | None:
    """The place that *the second one* names (from 0; -1 is the last) and where it stands."""
    return next(((n, found) for n, pattern in _ORDINALS.items() if (found := pattern.search(question))), None)


def put_in(question: str, found: re.Match[str], name: str) -> str:
    """``question`` with ``name`` in the place of an ordinal: *parle-moi du second* becomes *parle-moi de Vitagora*."""
    return question[: found.start()] + _INSTEAD.get(found["article"].lower(), "") + name + question[found.end() :]


def depends(question: str, mentioned: Sequence[Mention]) -> bool:
    """Whether a question that does not begin like a follow-up points back, or only asks.

    ``mentioned`` are the names of the catalogue in it.
    """
    if _STRONG.search(question) and not any(m.kind in ("cluster", "job") for m in mentioned):
        return True
    if mentioned or names(question):
        return False
    if _MORE.match(question):
        return True
    pronoun = _WEAK.search(question)
    if pronoun and not _ARTICLE.search(question, 0, pronoun.start()):
        return True
    language = "en" if _ENGLISH.match(question) else "fr"
    return _ASKS_BRIEFLY.match(question) is not None and len(set(content_stems(question, language))) < 2


def points_at_many(question: str) -> bool:
    """Whether a plural pronoun points back at several things."""
    return _MANY.search(question) is not None


def plural_noun(question: str) -> str:
    """The noun of *these jobs*, *ces métiers*, as it stands; empty when the question points at nothing of the kind."""
    found = _POINTED_AT_MANY.search(question)
    return found["noun"] if found else ""

"""What kind of answer a question asks for, and whether a sentence has the shape of one. French and English."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.answering.names import fold, names
from assistant.answering.numbers import numbers, years
from assistant.answering.words import content_stems


class Asks(StrEnum):
    """What a question asks for."""

    PERSON = "person"
    TIME = "time"
    PLACE = "place"
    NUMBER = "number"
    REASON = "reason"
    LIST = "list"
    CODE = "code"
    MEANING = "meaning"
    THING = "thing"


_I = re.IGNORECASE
_QUANTITIES_FR = (
    r"nombre|pourcentage|proportion|part|taux|superficie|surface|budget|montant|âge|distance|longueur|largeur|hauteur"
    r"|altitude|durée|prix|coût|poids|taille|effectif|effectifs|chiffre d.affaires|vitesse|température|population"
    r"|quantité|capacité|profondeur|volume|salaire|débit"
)
_QUANTITIES_EN = (
    r"number|percentage|percent|proportion|share|rate|area|size|budget|amount|age|distance|length|width|height"
    r"|altitude|duration|price|cost|weight|headcount|turnover|revenue|speed|temperature|population|capacity|depth"
    r"|volume|salary|score"
)
_TIMES_FR = r"année|années|date|jour|mois|siècle|époque|période|moment|heure|décennie"
_TIMES_EN = r"year|date|day|month|century|period|era|time|decade"
_PLACES_FR = r"ville|villes|pays|région|régions|lieu|lieux|endroit|commune|département|continent|rue|quartier|vallée"
_PLACES_EN = r"city|cities|country|countries|region|regions|place|town|state|county|continent|street|area|valley"

# Questions for nothing but what something is: short, as "Qui est le président de la Région ?" asks for more.
_RELATION = (
    r"\b(?:d[eu]|des|à|aux?|selon|sur|pour|of|for|to|in|at|on|by|from|with|as|after)\b|'s\b"
    r"|\b(?:called|used|known|named|considered|written|appelée?s?|utilisée?s?|connue?s?)\b"
)
_SUBJECT = rf"((?:(?!{_RELATION})[^\s?,]+\s?){{1,4}})"
_MEANING_FORMS = "|".join(
    form.replace("@", _SUBJECT)
    for form in (
        r"(?:qu'est-ce (?:que c'est |)qu(?:e |')|c'est quoi |que (?:signifie|désigne) |qui est |définition de )@",
        r"@,? (?:c'est quoi|ça veut dire quoi|qu'est-ce que c'est)(?: exactement| au juste)?",
        r"what (?:is|are|was|were) (?:an? |(?:the )?(?=(?-i:[A-Z]))|(?=\w+\W*$))@",
        r"who (?:is|was) (?=(?-i:[A-Z]))@",
        r"define (?:an? |the )?@",
    )
)

# Tried in this order: the first that matches decides.
_PATTERNS: tuple[tuple[Asks, re.Pattern[str]], ...] = (
    (Asks.MEANING, re.compile(rf"^\W*(?:{_MEANING_FORMS})\W*$", _I)),
    (  # Rome is a city as well
        Asks.CODE,
        re.compile(r"\b(?:ROME|(?i:RNCP|ESCO|ISCO)|(?i:rome) \d|(?i:codes? rome|rome codes?))\b"),
    ),
    (
        Asks.LIST,
        re.compile(
            r"^\W*(list|name all|enumerate|cite|citez|liste|listez|énumère|énumérez|donne[- ]moi (la liste|les)|"
            r"give me (the list|all)|which (clusters|jobs|professions|skills|sectors|regions|diplomas|firms)|"
            r"what (clusters|jobs|professions|skills|diplomas|trainings|sectors|activities|tasks)|"
            r"what are(?! (?:the )?(?-i:[A-Z]))|"
            r"quels sont|quelles sont|quels (sont|clusters|métiers|diplômes|secteurs|débouchés)|"
            r"quelles (sont|compétences|formations|études|activités|tâches|missions|professions|entreprises))\b",
            _I,
        ),
    ),
    (
        Asks.NUMBER,
        re.compile(
            rf"\b(combien|how (many|much|long|old|far|tall|large|big|high|deep|fast|wide)"
            r"|(quel(?:le)?s?|what|which)( est| sont| était| is| are| was| were)?"
            r"( la| le| les| l.| the| son| sa| its)?\s*"
            rf"({_QUANTITIES_FR}|{_QUANTITIES_EN}))\b",
            _I,
        ),
    ),
    (
        Asks.TIME,
        re.compile(
            rf"\b(quand|when|since when|how (soon|recently)|quel(?:le)?s? ({_TIMES_FR})"
            rf"|(what|which) (exact )?({_TIMES_EN}))\b",
            _I,
        ),
    ),
    (Asks.REASON, re.compile(r"\b(pourquoi|why|quelles? (raisons?|causes?)|what (caused|reasons?))\b", _I)),
    (
        Asks.PLACE,
        re.compile(
            rf"(\boù\b|\bwhere\b|\bd.où\b|(quel(?:le)?s?|what|which) ({_PLACES_FR}|{_PLACES_EN})\b)",
            _I,
        ),
    ),
    (
        Asks.PERSON,
        re.compile(r"^\W*(?:(à|de|par|avec|pour|chez|to|by|with|from) )?(qui|who|whom|whose)\b", _I),
    ),
    (Asks.PERSON, re.compile(r"(,|\b(by|to|with|de|par|à|avec)) (qui|who|whom|whose)\b", _I)),
)

_ASKING = (
    r"(?:combien|quand|où|qui|que|quoi|quel(?:le)?s?|lequel|laquelle|pourquoi|comment|how|when|where|who|whom|whose"
    r"|which|what|why)"
)
_PREPOSITION = (
    r"(?:à|de|depuis|devant|avec|pour|par|dans|en|sur|chez|vers|jusqu'à|sous|at|by|for|from|in|of|on|since|to|under"
    r"|until|with)"
)
_NEXT_PART = re.compile(
    rf"\?+\s+(?=\w)|\s*[,;]?\s+(?:et|puis|and)\s+(?=(?:{_PREPOSITION}\s+)?{_ASKING}\b)", re.IGNORECASE
)
_PARTS = 3

_REASON_WORDS = re.compile(
    r"\b(car|parce qu\w*|puisqu\w*|en raison|à cause|grâce|afin|pour|permet\w*|because|since|due to|owing|in order"
    r"|so that|therefore|thus|reason|caus\w+|result\w*|to)\b",
    _I,
)
_CODE = re.compile(r"\b(?:[A-Z]\d{4}|RNCP ?\d{3,}|ISCO \d{3,})\b")
_ENUMERATION = re.compile(r",[^,;.]+,|;.+;|^\s*([-*•]|\d+[.)])\s|,.+\b(et|and|ou|or)\b|:\s", re.MULTILINE)


def asks(question: str) -> Asks:
    """What ``question`` asks for; :attr:`Asks.THING` when nothing more is known.

    >>> asks("En quelle année le cluster est-il né ?").value
    'time'
    """
    for kind, pattern in _PATTERNS:
        if pattern.search(question):
            return kind
    return Asks.THING


def parts(question: str) -> tuple[str, ...]:
    """The questions that are asked at once, three at most; the question alone when it asks one thing.

    >>> parts("Quand a été lancé le projet, et devant combien d'élèves ?")
    ('Quand a été lancé le projet', "devant combien d'élèves ?")
    """
    found = [part for part in _NEXT_PART.split(question) if part.strip()]
    if not 2 <= len(found) <= _PARTS or any(len(part.split()) < 2 for part in found):
        return (question,)
    return tuple(found)


def has_shape(sentence: str, kind: Asks, question: str, language: str) -> bool:
    """Whether ``sentence`` holds something of the asked kind that the question does not say itself.

    A person or a place needs a new name, a time a new year or date, a number a new figure, a reason a connective, a
    list an enumeration, a code a new one, a meaning a sentence that says what the thing is. ``language`` is that of
    the sentence.
    """
    if kind is Asks.MEANING:
        return defines(sentence, question)
    if kind is Asks.CODE:
        return bool(set(_CODE.findall(sentence)) - set(_CODE.findall(question)))
    if kind is Asks.NUMBER:
        return bool(numbers(sentence, language) - numbers(question, language))
    if kind is Asks.TIME:
        return bool(years(sentence, language) - years(question, language))
    if kind in (Asks.PERSON, Asks.PLACE):
        return bool(names(sentence) - names(question))
    if kind is Asks.REASON:
        return bool(_REASON_WORDS.search(sentence))
    if kind is Asks.LIST:
        return bool(_ENUMERATION.search(sentence))
    return bool(names(sentence) - names(question)) or bool(numbers(sentence, language) - numbers(question, language))


def defines(sentence: str, question: str) -> bool:
    """Whether ``sentence`` says what the subject of a question like *What is X?* is: ``X is …``, ``X, the …``, ``X
    (…)``.

    >>> defines("Xavier Roy, directeur de l'association, parle.", "Qui est Xavier Roy ?")
    True
    """
    match = _PATTERNS[0][1].search(question.replace("’", "'"))
    subject = next((group for group in match.groups() if group), "").strip() if match else ""
    subject = re.sub(r"^(?:l[ea]s? |l'|une? |des |d')", "", subject, flags=_I)
    after = r"\W{0,2}\s?(?:,|\(|:|\b(?:est|sont|était|étaient|désigne|signifie|is|are|was|were|means?|stands for)\b)"
    return bool(subject) and re.search(re.escape(fold(subject)) + after, fold(sentence)) is not None


_COUNTED = re.compile(r"\b(?:combien d(?:e |')|nombre d(?:e |')|how many |number of )(?P<noun>\w+)", _I)
# A number and the three words after it, as in "240 grandes entreprises industrielles"; a share is another thing.
_NUMBER_AND_WORDS = re.compile(r"\d(?!\d)(?![.,\s]\d)(?!\s?%)\s(?P<words>(?:[^\s;:.()]+\s?){1,3})")


def asks_count(question: str) -> bool:
    """Whether ``question`` asks for the number of things that it names: *how many members*."""
    return _COUNTED.search(question.replace("’", "'")) is not None


def counts(sentence: str, question: str, language: str) -> bool:
    """Whether ``sentence`` gives a number of the very things whose number is asked for, in its own ``language``.

    >>> counts("Le réseau a 182 membres.", "Combien de membres a-t-il ?", "fr")
    True
    """
    match = _COUNTED.search(question.replace("’", "'"))
    wanted = set(content_stems(match["noun"], language)) if match else set()
    counted = (found["words"] for found in _NUMBER_AND_WORDS.finditer(sentence))
    return bool(wanted) and any(wanted.intersection(content_stems(words, language)) for words in counted)

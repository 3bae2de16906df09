"""The sentences of what a person should know of a file that was read all the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from assistant.documents import LoadWarning

MEMBER: Final = "member"
"""The detail that names the file inside an archive or mail that a warning is about."""

SENTENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "missing": {
        "en": "Only {share} % of the visible characters were read; missing: {where}.",
        "fr": "Seuls {share} % des caractères visibles ont été lus ; manquent : {where}.",
    },
    "hidden-sheets": {
        "en": "Hidden sheets, not indexed: {names}.",
        "fr": "Feuilles masquées, non indexées : {names}.",
    },
    "hidden-rows": {
        "en": "Hidden rows, not indexed: {places}.",
        "fr": "Lignes masquées, non indexées : {places}.",
    },
    "hidden-columns": {
        "en": "Hidden columns, not indexed: {places}.",
        "fr": "Colonnes masquées, non indexées : {places}.",
    },
    "hidden-slides": {
        "en": "Hidden slides, not indexed: {numbers}.",
        "fr": "Diapositives masquées, non indexées : {numbers}.",
    },
    "hidden-text": {
        "en": "Text formatted as hidden, not indexed: {count} characters.",
        "fr": "Texte mis en forme comme masqué, non indexé : {count} caractères.",
    },
    "deleted-text": {
        "en": "Deleted text of tracked changes, not indexed: {count} characters.",
        "fr": "Texte supprimé du suivi des modifications, non indexé : {count} caractères.",
    },
    "hidden-words": {
        "en": "Page {page} holds words that nobody sees, not indexed: {words}.",
        "fr": "La page {page} contient des mots que personne ne voit, non indexés : {words}.",
    },
    "uncomputed": {
        "en": "Formulas that no program has computed, without a value: {where}.",
        "fr": "Formules jamais calculées, sans valeur : {where}.",
    },
    "attachments": {
        "en": "Files are attached to it and not read: {names}.",
        "fr": "Des fichiers y sont joints et ne sont pas lus : {names}.",
    },
    "members": {
        "en": "Files in the archive are not read: {names}.",
        "fr": "Des fichiers de l'archive ne sont pas lus : {names}.",
    },
    "copy": {
        "en": "By its name a copy of {original}, whose content differs; both are indexed.",
        "fr": "D'après son nom, une copie de {original}, au contenu différent ; les deux sont indexés.",
    },
    "unreadable-page": {
        "en": "Page {page} holds text that cannot be read; OCR was not possible.",
        "fr": "La page {page} contient du texte illisible ; la reconnaissance n'a pas été possible.",
    },
    "scanned-page": {
        "en": "Page {page} is a picture and was not read; install tesseract to have it read.",
        "fr": "La page {page} est une image et n'a pas été lue ; installez tesseract pour qu'elle le soit.",
    },
    "repaired-bytes": {
        "en": "{count} bytes are no valid text in the file's encoding and were replaced.",
        "fr": "{count} octets ne sont pas du texte valide dans l'encodage du fichier et ont été remplacés.",
    },
}
"""By code and language, with the names of its details in braces."""


PLACES: Final[Mapping[str, Mapping[str, str]]] = {
    "body": {"en": "running text", "fr": "texte courant"},
    "footnotes": {"en": "footnotes", "fr": "notes de bas de page"},
    "endnotes": {"en": "endnotes", "fr": "notes de fin"},
    "diagrams": {"en": "diagrams", "fr": "diagrammes"},
    "charts": {"en": "charts", "fr": "graphiques"},
    "slide": {"en": "slide", "fr": "diapositive"},
    "page": {"en": "page", "fr": "page"},
    "sheet": {"en": "sheet", "fr": "feuille"},
    "mail": {"en": "mail", "fr": "courriel"},
}
"""Names of places in a file, which stand in details as ``⟨slide⟩``."""

_PLACE = re.compile(r"⟨(\w+)⟩")


def describe(warning: LoadWarning, language: str = "en") -> str:
    """The warning as one sentence, after the name of the file inside the file that it is about, if it is about one.

    ``language`` is ``fr`` or ``en``.
    """
    sentence = SENTENCES[warning.code][language].format_map(warning.details)
    sentence = _PLACE.sub(lambda place: PLACES.get(place[1], {}).get(language, place[0]), sentence)
    member = warning.details.get(MEMBER)
    return f"{member}: {sentence}" if member else sentence

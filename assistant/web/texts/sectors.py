"""The names of the sectors that the front matter of documents uses; any other value is shown as it stands."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.web.texts.languages import UiLanguage

SECTORS: Mapping[UiLanguage, Mapping[str, str]] = {
    "fr": {
        "aeronautics": "Aéronautique et spatial",
        "automotive": "Automobile et mobilités",
        "agrifood": "Agroalimentaire",
        "building-wood": "Bois et construction",
        "chemistry-plastics": "Chimie et plasturgie",
        "cosmetics": "Cosmétique et parfum",
        "digital": "Numérique",
        "energy": "Énergie",
        "fashion-leather": "Mode et cuir",
        "glass": "Verre",
        "health-tech": "Technologies de santé",
        "logistics": "Logistique",
        "maritime": "Maritime",
        "mechanics": "Mécanique",
        "metrology": "Mesure et métrologie",
        "microtechnics": "Microtechniques",
        "optics-photonics": "Optique et photonique",
        "textiles": "Textile",
        "social-economy": "Économie sociale",
        "cross-sector": "Tous secteurs",
    },
    "en": {
        "aeronautics": "Aeronautics and space",
        "automotive": "Automotive and mobility",
        "agrifood": "Food and agriculture",
        "building-wood": "Wood and construction",
        "chemistry-plastics": "Chemistry and plastics",
        "cosmetics": "Cosmetics and perfume",
        "digital": "Digital",
        "energy": "Energy",
        "fashion-leather": "Fashion and leather",
        "glass": "Glass",
        "health-tech": "Health technology",
        "logistics": "Logistics",
        "maritime": "Maritime",
        "mechanics": "Mechanical engineering",
        "metrology": "Measurement and metrology",
        "microtechnics": "Microtechnology",
        "optics-photonics": "Optics and photonics",
        "textiles": "Textiles",
        "social-economy": "Social economy",
        "cross-sector": "All sectors",
    },
}


def sector_name(sector: str, code: UiLanguage) -> str:
    """A sector in the reader's language.

    >>> sector_name("glass", "fr"), sector_name("toys", "fr")
    ('Verre', 'toys')
    """
    return SECTORS[code].get(sector, sector)

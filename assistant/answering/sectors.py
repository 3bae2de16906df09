"""The words that people use for the sectors of the front matter, and the regions of France."""

from __future__ import annotations

from collections.abc import Mapping

SECTOR_WORDS: Mapping[str, tuple[str, ...]] = {
    "aeronautics": ("aéronautique", "aérospatial", "aérospatiale", "spatial", "aviation", "drone", "aeronautics",
                    "aeronautical", "aerospace", "space", "aircraft"),
    "automotive": ("automobile", "automotive", "car industry", "mobilité", "mobility"),
    "agrifood": ("agroalimentaire", "alimentaire", "agro-alimentaire", "alimentation", "agriculture", "agrifood",
                 "agri-food", "food", "farming"),
    "building-wood": ("bois", "filière bois", "construction bois", "bâtiment", "forêt-bois", "wood", "timber",
                      "construction", "building"),
    "chemistry-plastics": ("chimie", "plasturgie", "plastique", "polymère", "chemistry", "chemicals", "plastics",
                           "polymers"),
    "cosmetics": ("cosmétique", "parfum", "parfumerie", "cosmetics", "perfume", "fragrance", "beauty"),
    "digital": ("numérique", "informatique", "digital", "software", "logiciel", "it"),
    "energy": ("énergie", "éolien", "hydrogène", "nucléaire", "energy", "wind energy", "hydrogen", "nuclear"),
    "fashion-leather": ("mode", "cuir", "maroquinerie", "luxe", "fashion", "leather", "leather goods", "luxury"),
    "glass": ("verre", "verrerie", "flaconnage", "glass", "glassmaking"),
    "health-tech": ("santé", "dispositifs médicaux", "biotechnologie", "health", "medical devices", "biotech"),
    "logistics": ("logistique", "transport", "logistics", "supply chain"),
    "maritime": ("maritime", "naval", "mer", "nautisme", "marine", "shipbuilding", "sea"),
    "mechanics": ("mécanique", "décolletage", "usinage", "mechanics", "mechanical engineering", "machining"),
    "metrology": ("métrologie", "mesure", "instrumentation", "metrology", "measurement"),
    "microtechnics": ("microtechnique", "horlogerie", "microtechnics", "watchmaking"),
    "optics-photonics": ("optique", "photonique", "laser", "optics", "photonics", "lasers"),
    "textiles": ("textile", "textiles", "fabrics"),
    "social-economy": ("économie sociale", "économie sociale et solidaire", "social economy"),
}  # fmt: skip

REGIONS = (
    "Auvergne-Rhône-Alpes", "Bourgogne-Franche-Comté", "Bretagne", "Centre-Val de Loire", "Corse", "Grand Est",
    "Guadeloupe", "Guyane", "Hauts-de-France", "Île-de-France", "La Réunion", "Martinique", "Mayotte", "Normandie",
    "Nouvelle-Aquitaine", "Occitanie", "Pays de la Loire", "Provence-Alpes-Côte d'Azur",
)  # fmt: skip
"""Names of the regions since 2016."""

REGION_ALIASES: Mapping[str, str] = {
    "Brittany": "Bretagne", "Normandy": "Normandie", "Corsica": "Corse", "PACA": "Provence-Alpes-Côte d'Azur",
    "AURA": "Auvergne-Rhône-Alpes", "Occitania": "Occitanie", "Paris region": "Île-de-France",
    "région parisienne": "Île-de-France", "Reunion": "La Réunion", "Rhône-Alpes": "Auvergne-Rhône-Alpes",
    "Franche-Comté": "Bourgogne-Franche-Comté", "Bourgogne": "Bourgogne-Franche-Comté",
}  # fmt: skip

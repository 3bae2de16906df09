"""The catalogue of jobs for teachers: professions, what their documents say, where they are anchored, what is near."""

from assistant.professions.catalogue import Catalogue, Place, Profession, make_catalogue
from assistant.professions.library import Professions
from assistant.professions.sections import Section, SectionRole, sections_of

__all__ = [
    "Catalogue",
    "Place",
    "Profession",
    "Professions",
    "Section",
    "SectionRole",
    "make_catalogue",
    "sections_of",
]

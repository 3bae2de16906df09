"""One profession for all descriptions of the same job, found by whatever is typed."""

import numpy as np
import pytest

from assistant.documents import DocumentInfo, Metadata
from assistant.professions import make_catalogue
from assistant.professions.catalogue import slug
from assistant.professions.finding import by_spelling
from assistant.professions.nearness import layout, neighbours


def document(id_, title, language="fr", kind="job", **fields):
    extra = {k: fields.pop(k) for k in list(fields) if k not in Metadata.__dataclass_fields__}
    return DocumentInfo(id_, f"{id_}.md", Metadata(title, kind=kind, language=language, extra=extra, **fields))


TURNER_FR = document(
    "a", "Décolleteur / régleur", id=("decolleteur",), title_en=("Bar turner",), levels=("bac+2", "cap"),
    drivers=("technology", "markets"), cluster=("CIMES",), rome=("H2903",), region=("Occitanie",), sector="mechanics",
    neighbours=("robot",),
)  # fmt: skip
TURNER_EN = document("b", "Bar turner", "en", id=("decolleteur",), levels=("bac",), cluster=("Mecanic Vallée",))
ROBOT = document("c", "Technicien en robotique", id=("robot",), rome=("H1208",))
NAMELESS = document("d", "Soudeur")
REPORT = document(
    "r", "CIMES", kind="report", cluster=("CIMES",), latitude=("45.786",), longitude=("3.116",), status=("active",)
)  # fmt: skip
BROKEN = document("s", "Neopolia", kind="report", cluster=("Neopolia",), latitude=("north",), longitude=("3",))
ALL = [TURNER_FR, TURNER_EN, ROBOT, NAMELESS, REPORT, BROKEN]


@pytest.fixture
def catalogue():
    return make_catalogue(ALL, {"a": 9, "b": 20})


def test_descriptions_of_one_job_are_one_profession(catalogue):
    turner = catalogue.profession("decolleteur")
    assert [d.id for d in turner.documents] == ["b", "a"], "the fullest comes first"
    assert turner.title("fr") == "Décolleteur / régleur"
    assert turner.title("en") == "Bar turner"
    assert turner.levels == ("cap", "bac", "bac+2"), "in the order in which they are climbed"
    assert turner.drivers == ("markets", "technology")
    assert set(turner.clusters) == {"CIMES", "Mecanic Vallée"}
    assert turner.document("fr").id == "a"
    assert [p.id for p in catalogue.professions] == ["decolleteur", "d", "robot"]


def test_clusters_have_a_place_where_a_report_gives_one(catalogue):
    places = {place.name: place for place in catalogue.clusters}
    assert (places["CIMES"].latitude, places["CIMES"].longitude) == (45.786, 3.116)
    assert places["Neopolia"].latitude is None
    assert places["Mecanic Vallée"].documents == (), "named by a job alone"
    assert [p.id for p in catalogue.anchored_in("CIMES")] == ["decolleteur"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("décolleteur", "decolleteur"),
        ("decoleteur", "decolleteur"),
        ("bar turner", "decolleteur"),
        ("bra turner", "decolleteur"),
        ("rob", "robot"),
        ("H1208", "robot"),
        ("CIMES", "decolleteur"),
    ],
)
def test_a_profession_is_found_in_either_language_and_in_spite_of_typing_errors(catalogue, typed, found):
    assert by_spelling(typed, catalogue.professions)[0][0].id == found


def test_what_looks_like_nothing_finds_nothing(catalogue):
    assert by_spelling("astronaute", catalogue.professions) == []


def test_the_author_s_word_goes_before_the_vectors(catalogue):
    turner, welder, _robot = catalogue.professions
    vectors = {"decolleteur": unit(1, 0), "d": unit(1, 0.3), "robot": unit(1, 0.8)}
    assert [n.profession.id for n in neighbours(turner, catalogue.professions, vectors)] == ["robot", "d"]
    assert [n.profession.id for n in neighbours(welder, catalogue.professions, vectors)] == ["decolleteur", "robot"]
    assert neighbours(turner, catalogue.professions, vectors)[0].named


def test_the_map_of_meaning_puts_the_like_together_and_is_always_the_same():
    vectors = np.stack([unit(1, 0, 0.1), unit(1, 0, 0), unit(0, 1, 0), unit(0, 1, 0.1), unit(0, 0, 1)])
    points = layout(vectors)
    assert points.min() >= 0
    assert points.max() <= 1
    assert np.array_equal(points, layout(vectors))
    assert np.linalg.norm(points[0] - points[1]) < np.linalg.norm(points[0] - points[2])
    assert layout(vectors[:1]).tolist() == [[0.5, 0.5]]


def test_an_address_is_plain():
    assert slug("Ingénieur d'études (IA) – R&D") == "ingenieur-d-etudes-ia-r-d"


def unit(*values):
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)

"""The map of France and the map of likeness as drawings."""

import itertools
import math

import numpy as np
import pytest

from assistant.documents import DocumentInfo, Metadata
from assistant.professions import Place, make_catalogue
from assistant.professions.geography import APART, draw, project
from assistant.web.scatter import scatter

EARTH_KM = 6371.0
PARIS, MARSEILLE, BREST, STRASBOURG = (48.8566, 2.3522), (43.2965, 5.3698), (48.3904, -4.4861), (48.5734, 7.7521)


@pytest.mark.parametrize(
    ("a", "b", "kilometres"), [(PARIS, MARSEILLE, 660.5), (BREST, STRASBOURG, 899.8), (PARIS, BREST, 505.0)]
)
def test_distances_on_the_map_are_those_on_the_ground(a, b, kilometres):
    (ax, ay), (bx, by) = project(*a), project(*b)
    assert math.hypot(ax - bx, ay - by) * EARTH_KM == pytest.approx(kilometres, rel=0.01)


def test_north_is_up_and_east_is_right():
    drawn = draw([Place("North", latitude=50.6, longitude=3.0), Place("South", latitude=43.3, longitude=5.4)])
    north, south = drawn.marks
    assert north.y < south.y
    assert north.x < south.x
    assert 0 < north.x < drawn.width
    assert 0 < south.y < drawn.height


def test_clusters_of_one_town_stand_apart_and_always_alike():
    places = [Place(f"P{n}", latitude=48.85, longitude=2.35) for n in range(6)]
    marks = draw(places).marks
    for a, b in itertools.combinations(marks, 2):
        assert math.hypot(a.x - b.x, a.y - b.y) >= APART * 0.95
    assert draw(places).marks == marks
    assert [m.number for m in marks] == [1, 2, 3, 4, 5, 6]


def test_places_without_coordinates_or_overseas_are_no_marks():
    places = [
        Place("Nowhere"),
        Place("Cayenne", latitude=4.9, longitude=-52.3),
        Place("Lyon", latitude=45.76, longitude=4.83),
    ]
    assert [m.place.name for m in draw(places).marks] == ["Lyon"]


def boxes(drawn):
    for dot in drawn.dots:
        if dot.label:
            width = len(dot.label) * 7.2
            left = {"start": dot.label_x, "end": dot.label_x - width, "middle": dot.label_x - width / 2}[dot.anchor]
            yield left, dot.label_y - 14, left + width, dot.label_y + 4


def test_labels_on_the_map_of_likeness_cover_nothing():
    jobs = make_catalogue(
        DocumentInfo(str(n), f"{n}.md", Metadata(f"Métier {n}", kind="job", language="fr", sector=f"s{n % 7}"))
        for n in range(40)
    ).professions
    points = np.random.default_rng(0).random((40, 2))
    drawn = scatter(jobs, points, [p.title("fr") * 2 for p in jobs])
    found = list(boxes(drawn))
    assert len(found) > 10
    for a, b in itertools.combinations(found, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    for left, top, right, bottom in found:
        assert left >= 0
        assert right <= drawn.width
        for dot in drawn.dots:
            assert not (left < dot.x < right and top < dot.y < bottom)
    shapes = {dot.profession.sector: (dot.shape, dot.colour) for dot in drawn.dots}
    assert len(set(shapes.values())) == 7, "each sector has a mark of its own"


def test_nothing_to_draw_is_drawn():
    assert scatter([], np.zeros((0, 2)), []).dots == ()
    assert draw([]).marks == ()

"""Tables: headers found by content, spans, titles, units, notes, pairs; and the same in every format."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.loading.grid import Grid, GridCell, lines_of
from assistant.loading.parts import Source
from assistant.loading.registry import READERS, reader_of
from assistant.settings import Settings
from tests.loading.tables import WRITERS, Cell, Sample

C = GridCell


def lines(rows, caption=""):
    """What a table becomes: (kind, text); a cell is a text or a GridCell."""
    cells = tuple(tuple(cell if isinstance(cell, GridCell) else GridCell(cell) for cell in row) for row in rows)
    return [(line.kind, line.text) for line in lines_of(Grid(cells, caption))]


def rows_of(rows):
    return [text for kind, text in lines(rows) if kind == "row"]


def test_headers_of_two_levels_are_named_in_full():
    assert lines(
        [
            [C("Apprentis par académie", 5)],
            ["En centaines"],
            [C("Académie", 1, 2), C("Filles", 2), C("Garçons", 2)],
            ["2021", "2022", "2021", "2022"],
            ["Dijon", "12", "14", "31", "33"],
            ["Source : rectorats."],
        ]
    ) == [
        ("caption", "Apprentis par académie"),
        ("caption", "En centaines"),
        ("row", "Académie: Dijon; Filles – 2021: 12; Filles – 2022: 14; Garçons – 2021: 31; Garçons – 2022: 33"),
        ("note", "Source : rectorats."),
    ]


@pytest.mark.parametrize(
    "head",
    [
        [["Site", "Femmes", "", "Hommes", ""], ["", "2021", "2022", "2021", "2022"]],
        [["", "Femmes", "", "Hommes", ""], ["Site", "2021", "2022", "2021", "2022"]],
    ],
)
def test_a_level_whose_cells_are_not_merged_holds_for_the_blanks_that_follow(head):
    (row,) = rows_of([*head, ["Pau", "1", "2", "3", "4"]])
    assert row == "Site: Pau; Femmes – 2021: 1; Femmes – 2022: 2; Hommes – 2021: 3; Hommes – 2022: 4"


def test_three_levels_and_a_row_of_units():
    assert rows_of(
        [
            [C("Poste", 1, 3), C("Budget", 3)],
            [C("Prévu", 1, 2), C("Réalisé", 2)],
            ["2023", "2024"],
            ["", "k€", "k€", "k€"],
            ["Salons", "10", "8", "9"],
        ]
    ) == ["Poste: Salons; Budget – Prévu – k€: 10; Budget – Réalisé – 2023 – k€: 8; Budget – Réalisé – 2024 – k€: 9"]
    assert rows_of([["Commune", "Surface"], ["", "(ha)"], ["Revin", "39"]]) == ["Commune: Revin; Surface (ha): 39"]


def test_a_value_over_several_rows_stands_in_each_and_one_over_several_columns_under_all():
    assert rows_of(
        [
            ["Région", "Lycée", "Places"],
            [C("Corse", 1, 2), "A", "12"],
            ["B", "15"],
            [C("Ensemble", 2), "27"],
        ]
    ) == [
        "Région: Corse; Lycée: A; Places: 12",
        "Région: Corse; Lycée: B; Places: 15",
        "Région / Lycée: Ensemble; Places: 27",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Intitulé", "Chargé d'essais"], ["Code ROME", "H1210"], ["Salaire", "2 600 € bruts"], ["Lieu", "Vernon"]],
        [["Raison sociale", "Verre et Lumière"], ["Effectif", "84"], ["Siège", "Aumale"]],
        [["Nom :", "Dana"], ["Poste :", "Ajusteuse"]],
        [["Places", "24"], ["Taux de réussite", "91 %"]],
        [["Company", "Glassworks"], ["Founded", "1987"], ["Location", "Ghent"]],
    ],
)
def test_a_table_of_names_and_values_has_no_header(rows):
    assert rows_of(rows) == [f"{name.rstrip(' :')}: {value}" for name, value in rows]


@pytest.mark.parametrize(
    "rows",
    [
        [["Ville", "Nom"], ["Dole", "Solvay"], ["Cluses", "Somfy"]],
        [["Indicateur", "Valeur"], ["Part des femmes", "24 %"], ["Code postal", "08500"]],
        [["Diplôme", "Durée"], ["CAP", "2 ans"], ["BTS", "2 ans"]],
        [["", "2023"], ["Bretagne", "12"], ["Corse", "3"]],
        [["Région", "T1-2024"], ["Bretagne", "12"], ["Corse", "3"]],
    ],
)
def test_a_table_of_two_columns_with_a_header_keeps_it(rows):
    (head, *body) = rows
    expected = [[f"{name}: {value}" if name else value for name, value in zip(head, row, strict=True)] for row in body]
    assert rows_of(rows) == ["; ".join(row) for row in expected]


def test_figures_in_the_first_row_are_no_header_but_years_and_steps_are():
    assert rows_of([["Dole", "12", "3,5"], ["Lons", "14", "5,5"]]) == ["Dole; 12; 3,5", "Lons; 14; 5,5"]
    assert rows_of([["Site", "2022", "2023"], ["Dole", "1", "2"]]) == ["Site: Dole; 2022: 1; 2023: 2"]
    assert rows_of([["Niveau", "3", "4", "5"], ["Places", "10", "7", "9"]]) == ["Niveau: Places; 3: 10; 4: 7; 5: 9"]


def test_repeated_headers_and_notes_are_no_rows():
    table = [["Métier", "Postes"], ["Fondeur", "3"], ["Métier", "Postes"], ["Mouleur", "4"], ["* hors intérim", ""]]
    assert lines(table) == [
        ("row", "Métier: Fondeur; Postes: 3"), ("row", "Métier: Mouleur; Postes: 4"), ("note", "* hors intérim"),
    ]  # fmt: skip


def test_no_word_of_a_table_is_lost():
    assert lines([["Nom", "Visa"], ["Ana", ""]]) == [("caption", "Visa"), ("row", "Nom: Ana")]
    assert lines([["Nom", "Visa"]]) == [("row", "Nom; Visa")]
    assert lines([["a"], ["b"]], "Titre") == [("caption", "Titre"), ("row", "a"), ("row", "b")]
    assert lines([["A", "B", "C"], [C("Femmes", 3)], ["1", "2", "3"], [C("Hommes", 3)], ["4", "5", "6"]]) == [
        ("caption", "Femmes"), ("row", "A: 1; B: 2; C: 3"), ("caption", "Hommes"), ("row", "A: 4; B: 5; C: 6"),
    ]  # fmt: skip


def test_cells_point_at_their_values_and_name_the_whole_header():
    rows = [["Région", C("Emplois", 2)], ["", "2022", "2023"], ["Corse", "7", "8"]]
    (line,) = lines_of(Grid(tuple(tuple(c if isinstance(c, GridCell) else C(c) for c in row) for row in rows)))
    assert [(cell.header, line.text[cell.start : cell.end]) for cell in line.cells] == [
        (("Région",), "Corse"), (("Emplois", "2022"), "7"), (("Emplois", "2023"), "8"),
    ]  # fmt: skip


_TEXTS = st.sampled_from(["Jura", "Doubs", "12", "3,5 %", "2023", "H2913", "Nom", "12 k€", "Total", "a b", "É", "(ha)"])


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    height, width = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            rows, columns = draw(st.integers(1, min(3, height - row))), draw(st.integers(1, min(3, width - column)))
            if draw(st.booleans()):
                rows = columns = 1
            while any((row + d, column + r) in taken for d in range(rows) for r in range(columns)):
                rows, columns = max(1, rows - 1), max(1, columns - 1)
                if rows == columns == 1:
                    break
            places = {(row + d, column + r) for d in range(rows) for r in range(columns)}
            if places & taken:
                rows = columns = 1
                places = {(row, column)}
            taken |= places
            cells.append(Cell(row, column, draw(_TEXTS), rows, columns))
    return Sample(height, width, tuple(cells))


def read(suffix: str, data: bytes):
    read_source = reader_of(suffix, READERS)
    return list(read_source(Source(data, suffix, PurePosixPath("a").stem, Settings(_env_file=None))))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(samples().filter(lambda sample: sum(len(row) > 1 for row in sample.by_row()) > 1))
def test_a_table_is_the_same_in_every_format(sample):
    expected = [(line.kind, line.text) for line in lines_of(sample.grid())]
    for name, write in WRITERS.items():
        found = [
            (part.kind, part.text) for parsed in read(f".{name}", write(sample)) for part in parsed.parts
            if part.kind in {"row", "caption", "note"}
        ]  # fmt: skip
        assert found == expected, name

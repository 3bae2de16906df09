"""Web pages as people see them: nothing that can be read or opened is lost, and no furniture is kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.loading.html import read_page
from tests.loading.conftest import kinds, sections

PARAGRAPH = "Le décolletage fabrique des pièces pour l'horlogerie, l'automobile et le médical."


def page(body, head="<title>Page</title>"):
    return f'<!doctype html><html lang="fr"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def answers(document):
    """Each text under the innermost heading, which is its question or label."""
    return {heading[-1] if heading else "": text for heading, _, text in sections(document)}


DISCLOSURES = {
    "design system of the State": (
        '<section class="fr-accordion"><h3><button aria-expanded="false" aria-controls="a1">Qui est aidé ?</button>'
        "</h3>"
        '<div class="fr-collapse" id="a1"><p>Les apprentis.</p></div></section>'
        '<section class="fr-accordion"><h3><button aria-expanded="false" aria-controls="a2">Combien ?</button></h3>'
        '<div class="fr-collapse" id="a2"><p>500 euros.</p></div></section>'
    ),
    "bootstrap": (
        '<div class="card"><a data-toggle="collapse" href="#c1">Qui est aidé ?</a>'
        '<div id="c1" class="collapse">Les apprentis.</div></div>'
        '<div class="card"><button data-bs-toggle="collapse" data-bs-target="#c2">Combien ?</button>'
        '<div id="c2" class="collapse">500 euros.</div></div>'
    ),
    "details": (
        "<details><summary>Qui est aidé ?</summary><p>Les apprentis.</p></details>"
        "<details><summary>Combien ?</summary>500 euros.</details>"
    ),
    "buttons and blocks": (
        '<button class="accordion">Qui est aidé ?</button><div style="display:none"><p>Les apprentis.</p></div>'
        '<button class="accordion">Combien ?</button><div style="display: none"><p>500 euros.</p></div>'
    ),
    "switches without scripts": (
        '<input type="checkbox" id="s1"><label for="s1">Qui est aidé ?</label><div>Les apprentis.</div>'
        '<input type="checkbox" id="s2"><label for="s2">Combien ?</label><div>500 euros.</div>'
    ),
    "headings that a script opens": (
        '<h3>Qui est aidé ?</h3><div style="display:none">Les apprentis.</div>'
        "<h3>Combien ?</h3><div hidden>500 euros.</div>"
    ),
    "tabs": (
        '<ul role="tablist"><li role="presentation"><button role="tab" aria-controls="p1">Qui est aidé ?</button></li>'
        '<li role="presentation"><button role="tab" aria-controls="p2">Combien ?</button></li></ul>'
        '<div id="p1" role="tabpanel">Les apprentis.</div><div id="p2" role="tabpanel" hidden>500 euros.</div>'
    ),
    "tabs named by their panels": (
        '<div role="tablist"><a id="t1" role="tab">Qui est aidé ?</a><a id="t2" role="tab">Combien ?</a></div>'
        '<div role="tabpanel" aria-labelledby="t1">Les apprentis.</div>'
        '<div role="tabpanel" aria-labelledby="t2" style="display:none">500 euros.</div>'
    ),
    "tabs in order": (
        '<div role="tablist"><span role="tab">Qui est aidé ?</span><span role="tab">Combien ?</span></div>'
        '<div role="tabpanel">Les apprentis.</div><div role="tabpanel" hidden>500 euros.</div>'
    ),
    "tabs of lists of links": (
        '<ul><li><a href="#t1">Qui est aidé ?</a></li><li><a href="#t2">Combien ?</a></li></ul>'
        '<div><div id="t1">Les apprentis.</div><div id="t2" style="display:none">500 euros.</div></div>'
    ),
    "definitions that open": (
        '<dl><dt><button aria-expanded="false" aria-controls="d1">Qui est aidé ?</button></dt>'
        f'<dd id="d1" hidden><p>Les apprentis.</p><p>{PARAGRAPH * 3}</p></dd>'
        '<dt><button aria-expanded="false" aria-controls="d2">Combien ?</button></dt>'
        f'<dd id="d2" hidden><p>500 euros.</p><p>{PARAGRAPH * 3}</p></dd></dl>'
    ),
    "long definitions": (
        f"<dl><dt>Qui est aidé ?</dt><dd><p>Les apprentis.</p><p>{PARAGRAPH * 3}</p></dd>"
        f"<dt>Combien ?</dt><dd><p>500 euros.</p><p>{PARAGRAPH * 3}</p></dd></dl>"
    ),
}


@pytest.mark.parametrize("markup", DISCLOSURES.values(), ids=DISCLOSURES)
def test_what_opens_on_a_click_stands_under_its_label(load, markup):
    (document,) = load("a.html", page(f"<main><h1>Aide</h1>{markup}</main>"))
    told = answers(document)
    assert told["Qui est aidé ?"].startswith("Les apprentis.")
    assert told["Combien ?"].startswith("500 euros.")
    assert not document.warnings


def test_what_follows_an_accordion_is_not_in_it(load):
    accordion = '<h3><button aria-controls="a">Question</button></h3><div id="a"><h3>Détail</h3>Réponse.</div>'
    (document,) = load("a.html", page(f"<main><h1>T</h1><h2>Aide</h2>{accordion}<p>Après.</p></main>"))
    assert sections(document) == [
        (("Aide", "Question", "Détail"), None, "Réponse."),
        (("Aide",), None, "Après."),
    ]


def test_tabs_in_tabs(load):
    inner = (
        '<div role="tablist"><b role="tab" aria-controls="x">Bac</b><b role="tab" aria-controls="y">CAP</b></div>'
        '<div role="tabpanel" id="x">Trois ans.</div><div role="tabpanel" id="y" hidden>Deux ans.</div>'
    )
    outer = (
        '<div role="tablist"><b role="tab" aria-controls="o">Durées</b><b role="tab" aria-controls="p">Lieux</b></div>'
        f'<div role="tabpanel" id="o">{inner}</div><div role="tabpanel" id="p">Dole.</div>'
    )
    (document,) = load("a.html", page(f"<h1>T</h1>{outer}"))
    assert sections(document) == [
        (("Durées", "Bac"), None, "Trois ans."),
        (("Durées", "CAP"), None, "Deux ans."),
        (("Lieux",), None, "Dole."),
    ]


MENU = '<nav><ul><li><a href="/">Accueil</a></li><li><a href="/b">Adhérer</a></li></ul></nav>'


@pytest.mark.parametrize(
    ("body", "kept", "gone"),
    [
        (
            f"<header><a href='/'>Pôle</a>{MENU}</header><main><h1>T</h1><p>Texte.</p><aside><h2>Chiffres</h2>"
            "<p>87 membres</p></aside></main><footer><p>Adresse : 12 rue Haute, 39100 Dole</p>"
            "<ul><li><a href='/m'>Mentions légales</a></li>"
            "</ul><p>© 2024 Pôle</p></footer>",
            ["87 membres", "12 rue Haute"],
            ["Accueil", "Mentions", "©"],
        ),
        (
            f'<div id="header">{MENU}</div><h1>T</h1><p>Texte.</p><div id="footer"><p>Tél. 03 84 00 00 00</p>'
            '<a href="/m">Mentions légales</a></div>',
            ["03 84 00 00 00"],
            ["Mentions"],
        ),
        (
            '<div class="main-menu"><a href="/a">Offres</a> <a href="/b">Agenda</a></div><article><h1>T</h1>'
            "<p>Texte.</p></article><aside><h2>Direction</h2><p>Camille Roy</p></aside>"
            '<aside><h3>À lire</h3><a href="/x">Article</a></aside>',
            ["Camille Roy", "Direction"],
            ["Offres", "Article", "À lire"],
        ),
        (
            f'<div class="cookie-banner" role="dialog"><p>Ce site utilise des cookies.</p><button>OK</button></div>'
            f'<form role="search"><label>Chercher</label><input></form><h1>T</h1><p>{PARAGRAPH * 3}</p>'
            "<button>Envoyer</button>",
            ["décolletage"],
            ["cookies", "Chercher", "Envoyer"],
        ),
        (
            f"<h1>T</h1><p>{PARAGRAPH}</p><h2>Documents</h2><ul><li><a href='a.pdf'>Le rapport</a></li></ul>"
            "<p>Voir <a href='/suite'>la suite de ce dossier sur le bois</a>.</p>",
            ["Le rapport", "la suite de ce dossier"],
            [],
        ),
    ],
)
def test_only_furniture_goes(load, body, kept, gone):
    (document,) = load("a.html", page(body))
    whole = document.text + str([block.heading for block in document.blocks])
    assert [text for text in kept if text not in whole] == []
    assert [text for text in gone if text in whole] == []
    assert document.metadata.title == "T"


def test_a_form_around_the_page_is_no_form(load):
    body = (
        '<form id="aspnetForm"><div><h1>Congés</h1><p>La demande est faite un mois avant.</p>'
        "<ul><li>Délai : trente jours.</li></ul></div></form>"
    )
    (document,) = load("a.html", page(body, "<title>Intranet</title>"))
    assert document.metadata.title == "Congés"
    assert document.text == "La demande est faite un mois avant.\n\n- Délai : trente jours."


@pytest.mark.parametrize("before", ["", "<h2>Marges</h2>"])
def test_hidden_text_is_left_out_and_told(load, before):
    hidden = "Marge interne à ne pas publier avant juin"
    body = f"<h1>T</h1><p>{PARAGRAPH}</p>{before}<p hidden>{hidden}</p>"
    (document,) = load("a.html", page(body))
    assert document.text == "\n\n".join(filter(None, [PARAGRAPH, "Marges" if before else ""]))
    assert [(w.code, w.details) for w in document.warnings] == [("hidden-text", {"count": str(len(hidden))})]


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            "<tr><th>Région</th><th>Ville</th><th>Places</th></tr><tr><th rowspan=2 scope=row>Jura</th><td>Dole</td>"
            "<td>24</td></tr><tr><td>Lons</td><td>18</td></tr>"
            "<tr><th scope=row>Doubs</th><td>Pontarlier</td><td>9</td></tr>",
            [
                "Région: Jura; Ville: Dole; Places: 24",
                "Région: Jura; Ville: Lons; Places: 18",
                "Région: Doubs; Ville: Pontarlier; Places: 9",
            ],
        ),
        (
            "<tr><th rowspan=2>Région</th><th colspan=2>Emplois</th></tr><tr><th>2021</th><th>2022</th></tr>"
            "<tr><td>Jura</td><td>310</td><td>325</td></tr><tr><td>Doubs</td><td>840</td><td>812</td></tr>",
            [
                "Région: Jura; Emplois – 2021: 310; Emplois – 2022: 325",
                "Région: Doubs; Emplois – 2021: 840; Emplois – 2022: 812",
            ],
        ),
        (
            "<caption>Tableau 2. Places</caption><thead><tr><th>Ville</th><th>Places</th></tr></thead>"
            "<tfoot><tr><td>Total</td><td>42</td></tr></tfoot><tbody><tr><td>Dole</td><td>24</td></tr>"
            "<tr><td>Lons</td><td>18</td></tr></tbody>",
            ["Tableau 2. Places", "Ville: Dole; Places: 24", "Ville: Lons; Places: 18", "Ville: Total; Places: 42"],
        ),
        (
            "<tr><th>Métier</th><th>Nuit</th></tr><tr><td>Soudeur</td><td><img src=t.png alt=oui></td></tr>"
            "<tr><td>Tourneur<sup>1</sup></td><td>non</td></tr>",
            ["Métier: Soudeur; Nuit: oui", "Métier: Tourneur¹; Nuit: non"],
        ),
    ],
)
def test_tables(load, table, lines):
    (document,) = load("a.html", page(f"<h1>T</h1><table>{table}</table>"))
    assert document.text.split("\n") == lines
    assert {kind for kind, _ in kinds(document)} <= {"row", "caption"}


def test_a_table_for_the_layout_is_no_table(load):
    inner = "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    body = f"<table><tr><td><h1>T</h1><p>{PARAGRAPH}</p></td><td>{inner}</td></tr></table>"
    (document,) = load("a.html", page(body))
    assert kinds(document) == [("prose", PARAGRAPH), ("row", "A: 1; B: 2")]


def test_blocks_know_what_they_are(load):
    body = (
        "<h1>T</h1><p>12 345<sup>1</sup> emplois, CO<sub>2</sub>, 1<sup>er</sup> rang, 40 m<sup>2</sup>.</p>"
        "<ul><li>un<ol start=3><li>dedans</li></ol></li></ul><figure><img alt='Une carte des sites du Jura'>"
        "<figcaption>Carte 1</figcaption></figure><pre>x = 1</pre><dl><dt>Siège</dt><dd>Dole</dd></dl>"
        '<section role="doc-endnotes"><ol><li>Source : Insee. <a href="#r1">↩</a></li></ol></section>'
    )
    (document,) = load("a.html", page(body))
    assert kinds(document) == [
        ("prose", "12 345¹ emplois, CO₂, 1er rang, 40 m²."),
        ("item", "- un"),
        ("item", "  3. dedans"),
        ("caption", "Une carte des sites du Jura"),
        ("caption", "Carte 1"),
        ("code", "x = 1"),
        ("row", "Siège: Dole"),
        ("note", "1. Source : Insee."),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<p><span class="label">Effectif</span><span class="value">132</span></p>', "Effectif 132"),
        ("<p><span lang=fr>élec</span><span lang=fr>tricité</span></p>", "électricité"),
        ("<p><span class=dropcap>L</span>e pôle</p>", "Le pôle"),
        ('<p><span aria-hidden="true">1 204</span><span class="sr-only">1204</span> emplois</p>', "1 204 emplois"),
        ('<ol type="a"><li>un</li><li value="4">deux</li></ol>', "a. un\nd. deux"),
        ("<ol reversed><li>un</li><li>deux</li></ol>", "2. un\n1. deux"),
        ('<ol type="I" start="3"><li>un</li></ol>', "III. un"),
        ("<p>ligne<br>suite</p>", "ligne\nsuite"),
        ("<p>10<sup>3</sup> et x<sub>2</sub></p>", "10³ et x₂"),
        ("<div>un<p>deux</p>trois</div>", "un\n\ndeux\n\ntrois"),
        ("<template shadowrootmode=open><p>Un texte.</p></template>", "Un texte."),
        ("<svg><text>Laval</text><text>53</text></svg>", "Laval\n53"),
        ('<p>Voir <a href="#s">la suite</a> <a href="#p">¶</a></p>', "Voir la suite"),
    ],
)
def test_what_a_browser_shows(load, body, text):
    assert load("a.html", page(f"<h1>T</h1>{body}"))[0].text == text


def test_a_heading_above_the_main_part_is_the_title(load):
    body = f"<header>{MENU}<h1>Le hêtre</h1></header><main><p>Un bois.</p><h2>Usages</h2><p>Des meubles.</p></main>"
    (document,) = load("a.html", page(body, "<title>Site</title>"))
    assert document.metadata.title == "Le hêtre"
    assert document.text == "Un bois.\n\nDes meubles."


def test_items_that_are_cards_are_parts_of_the_page(load):
    card = "<li><div><h3>{}</h3><p>{}</p></div></li>"
    body = f"<h1>T</h1><ul>{card.format('Soudeur', 'Il soude.')}{card.format('Tourneur', 'Il tourne.')}</ul>"
    (document,) = load("a.html", page(body))
    assert sections(document) == [(("Soudeur",), None, "Il soude."), (("Tourneur",), None, "Il tourne.")]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Aide | Pôle Bois</title>", "<h1>Aide</h1>", "Aide"),
        ("<title>about:blank</title>", "<h2>Sommaire</h2><p>a</p><h2>Sites</h2><p>b</p>", "Fiche bois"),
        ("<title>Sans titre</title>", "<h1>Le hêtre</h1>", "Le hêtre"),
        (
            '<title>Le hêtre - Pôle Bois</title><meta property="og:site_name" content="Pôle Bois">',
            "<h2>Usages</h2><p>a</p><h2>Prix</h2><p>b</p>",
            "Le hêtre",
        ),
        (
            '<title>Pôle Bois : le hêtre</title><meta property="og:title" content="Le hêtre">',
            "<h1>Pôle Bois</h1><h1>Le hêtre</h1>",
            "Le hêtre",
        ),
        (
            "<title>Le hêtre – Pôle Bois du Jura</title>",
            '<a href="/"><img alt="Pôle Bois du Jura"></a><h2>Usages</h2><p>a</p><h2>Prix</h2><p>b</p>',
            "Le hêtre",
        ),
        (
            "<title>Pôle Bois | Le hêtre</title>",
            "<h2>Usages</h2><p>a</p><h2>Prix</h2><p>b</p><footer>© 2024 Pôle Bois</footer>",
            "Le hêtre",
        ),
        ("<title>Le hêtre et le sapin</title>", "<h2>Usages</h2><p>a</p><h2>Prix</h2><p>b</p>", "Le hêtre et le sapin"),
    ],
)
def test_titles(load, head, body, title):
    (document,) = load("fiche_bois.html", page(f"{body}<p>{PARAGRAPH}</p>", head))
    assert document.metadata.title == title


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        (page("<p>a</p>", '<link rel="canonical" href="https://exemple.fr/a">'), "https://exemple.fr/a"),
        (page("<p>a</p>", '<meta property="og:url" content="https://exemple.fr/b">'), "https://exemple.fr/b"),
        ("<!-- saved from url=(0022)https://exemple.fr/c --><p>a</p>", "https://exemple.fr/c"),
        ("<p>a</p><!-- Mirrored from www.exemple.fr/d.html by HTTrack -->", "https://www.exemple.fr/d.html"),
        ("<!--\n Page saved with SingleFile \n url: https://exemple.fr/e \n--><p>a</p>", "https://exemple.fr/e"),
    ],
)
def test_a_page_of_an_exported_site_keeps_its_address(load, markup, source):
    assert load("a.html", markup)[0].metadata.source == (source,)


def test_who_wrote_a_page_and_when(load):
    head = (
        '<meta name="author" content="Camille Roy">'
        '<meta property="article:published_time" content="2024-03-05T10:00:00">'
        '<script type="application/ld+json">{"@graph": [{"publisher": {"name": "Pôle Bois"}}]}</script>'
    )
    extra = load("a.html", page("<p>Texte.</p>", head))[0].metadata.extra
    assert (extra["author"], extra["date"], extra["organisation"]) == (
        ("Camille Roy",),
        ("2024-03-05",),
        ("Pôle Bois",),
    )


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="iso-8859-15">', "iso-8859-15"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "cp1252"),
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<meta charset="utf-8">', "cp1252"),
    ],
)
def test_declared_encodings_are_honoured_but_for_what_cannot_be(load, declared, encoding):
    text = "Плата — 48" if encoding == "cp1251" else "Main-d'œuvre : 48 €, été compris."
    assert load("a.html", f"<head>{declared}</head><p>{text}</p>".encode(encoding))[0].text == text


@pytest.mark.parametrize("tag", ["div", "span", "b", "ul><li", "table><tr><td", "blockquote", "details"])
@pytest.mark.parametrize("depth", [400, 5000])
def test_deep_markup_loses_nothing(tag, depth):
    opening = f"<{tag}>"
    closing = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    parsed = read_page(page(f"<h1>T</h1>{opening * depth}profond{closing * depth}<p>fin</p>"))
    text = " ".join(part.text for part in parsed.parts)
    assert "profond" in text
    assert "fin" in text


def test_what_no_reader_of_ours_sees_is_told(load, monkeypatch):
    monkeypatch.setattr("assistant.loading.html.add_tree", lambda _tree, outline, *_: outline.add("Une ligne."))
    (document,) = load("a.html", page(f"<h1>T</h1><p>Une ligne.</p><h2>Sites</h2><p>{PARAGRAPH}</p>"))
    (warning,) = document.warnings
    assert warning.code == "missing"
    assert "Sites" in warning.details["where"]


WORDS = st.text(st.characters(categories=("Ll", "Lu", "Nd"), max_codepoint=0x24F), min_size=1, max_size=9)
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
PIECES = {
    "p": "<p>{}</p>", "div": "<div>{}</div>", "b": "<p>a <b>{}</b> z</p>", "li": "<ul><li>{}</li></ul>",
    "quote": "<blockquote>{}</blockquote>", "dl": "<dl><dt>a</dt><dd>{}</dd></dl>", "pre": "<pre>{}</pre>",
    "form": "<form><label>{}</label><input></form>", "details": "<details><summary>q</summary>{}</details>",
    "card": "<ul><li><h3>{}</h3><p>x</p></li></ul>", "h2": "<h2>{}</h2>",
    "cell": "<table><tr><th>a</th><th>b</th></tr><tr><td>{}</td><td>x</td></tr></table>",
    "aside": "<aside><p>{}</p></aside>", "button": '<h4><button aria-controls="z">{}</button></h4>',
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(PIECES)), SENTENCES), min_size=1, max_size=8))
def test_random_text_comes_out_whole(pieces):
    body = "".join(PIECES[name].format(text) for name, text in pieces)
    parsed = read_page(page(f"<main><h1>Titre</h1>{body}</main>"))
    kept = "\n".join([*(part.text for part in parsed.parts), *(h for part in parsed.parts for h in part.heading)])
    for _, text in pieces:
        assert " ".join(text.split()) in " ".join(kept.split())


@st.composite
def spans(draw):
    """A table cut into random rectangles, as markup and as the value at each place of the rows that begin a cell."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    places: dict[tuple[int, int], str] = {}
    own = set()
    rows = []
    for row in range(height):
        cells = []
        for column in range(width):
            if (row, column) in places:
                continue
            wide = draw(st.integers(1, width - column))
            while any((row, column + step) in places for step in range(wide)):
                wide -= 1
            tall = draw(st.integers(1, height - row))
            value = f"v{row}x{column}"
            covered = {(row + down, column + right): value for down in range(tall) for right in range(wide)}
            places |= covered
            own.add(row)
            cells.append(f'<td rowspan="{tall}" colspan="{wide}">{value}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(rows), [[places[row, column] for column in range(width)] for row in sorted(own)]


@settings(max_examples=80, deadline=None)
@given(spans())
def test_random_spans_come_out_as_the_grid_that_browsers_draw(table):
    from lxml import html

    from assistant.loading.grid_cells import fill
    from assistant.loading.markup_tables import grid_of

    markup, expected = table
    filled = fill(grid_of(html.fragment_fromstring(f"<table>{markup}</table>")))
    assert [[cell.text if cell else "" for cell in row] for row in filled] == expected

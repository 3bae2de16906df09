from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.sentences import sentence_spans


def split(text):
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Il pleut.", "Il neige."],
        ["M. Dupont dirige l'usine.", "Mme Roy aussi."],
        ["Le pas est de 3.5 mm.", "La vis pèse 1,2 kg."],
        ["J.-P. Martin et A. Roy ont signé.", "Le contrat court jusqu'en 2020."],
        ["Born in the U.S. Army hospital, he left.", "He never returned."],
        ["He moved to the U.S.", "The company followed."],
        ["Qui recrute ?", "Les ateliers !", "Et vous ?"],
        ["Il a dit : « Je pars. »", "Elle est restée."],
        ["« Vraiment ? » demanda-t-il.", "Oui."],
        ["Vis, écrous, etc.", "Les prix montent."],
        ["Vis, écrous, etc. sont vendus."],
        ["See Fig. 3 and vol. 2 for details.", "Prices rose."],
        ["Dr. Smith met Mrs. Jones.", "They talked."],
        ["Il y en a… beaucoup.", "Voilà."],
        ["1. Ouvrir la vanne.", "Puis la fermer."],
        ["It makes clocks. [1]", "It sells watches. [2] [3]", "It rests."],
        ["Fondée en 1998.", "12 salariés y travaillent."],
        ["Voir www.exemple.fr pour plus.", "Merci."],
        ['She said "Go."', "He went."],
        ["Elle fabrique des pignons (acier, laiton, etc.).", "Elle exporte."],
        ["La société Lip S.A. Besançon fabrique des montres."],
        ["La ville date de 50 av. J.-C.", "Les Romains y vivent."],
        ["The rod is 12 mm.", "Tolerance is 3 mm."],
        ["He said no.", "Nobody asked."],
        ["Voir art. L. 4121-1 du code."],
    ],
)
def test_sentences_are_found(sentences):
    assert split(" ".join(sentences)) == sentences


def test_a_line_break_ends_a_sentence():
    assert split("Les étapes :\n- couper\n- percer\n\nFin") == ["Les étapes :", "- couper", "- percer", "Fin"]


def test_non_breaking_spaces_are_spaces():
    assert split("Qui\u00a0?\u00a0Lui.\u202fEt moi.") == ["Qui\u00a0?", "Lui.", "Et moi."]


@given(st.text(alphabet=st.sampled_from("aA1é. ?!…«»\"')[]\n\t\u00a0-")))
def test_spans_cover_all_that_is_not_white_space_once_and_in_order(text):
    spans = sentence_spans(text)
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())

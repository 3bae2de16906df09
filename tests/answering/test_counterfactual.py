"""Answers follow the documents and nothing else: thirty facts are swapped in their documents, and answers follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.ingestion import sync
from assistant.service import Assistant
from assistant.settings import load_settings

# Dozens of questions after one sync: a busy machine needs more than the usual limit.
pytestmark = [pytest.mark.model, pytest.mark.timeout(1800)]

# Name of a cluster, sentence, question, fact before and after the swap.
FACTS = [
    ("Argenta", "Argenta réunit {} entreprises du textile.", "Combien d'entreprises réunit Argenta ?", "240", "311"),
    ("Belmara", "Belmara emploie {} personnes à Lyon.", "Combien de personnes emploie Belmara ?", "1 200", "4 700"),
    ("Cordevel", "Le budget de Cordevel est de {} euros.", "Quel est le budget de Cordevel ?", "85 000", "92 500"),
    ("Dorvigny", "Dorvigny forme {} soudeurs par an.", "Combien de soudeurs forme Dorvigny par an ?", "36", "58"),
    ("Estrelle", "Le taux d'emploi d'Estrelle atteint {} %.", "Quel est le taux d'emploi d'Estrelle ?", "12,5", "63,1"),
    ("Fontaral", "Le siège de Fontaral est à {}.", "Où est le siège de Fontaral ?", "Rodez", "Brest"),
    ("Galiveau", "La présidente de Galiveau est {}.", "Qui préside Galiveau ?", "Anne Moreau", "Lucie Garnier"),
    ("Harmonde", "Harmonde travaille avec l'école {}.", "Avec quelle école travaille Harmonde ?", "Calmont", "Verdal"),
    ("Isoréal", "Isoréal a fusionné avec {}.", "Avec qui Isoréal a-t-il fusionné ?", "Matikor", "Plastivis"),
    ("Jolimer", "L'outil de Jolimer s'appelle {}.", "Comment s'appelle l'outil de Jolimer ?", "Orvane", "Tilmo"),
    ("Kervasto", "Kervasto a été créé en {}.", "En quelle année Kervasto a-t-il été créé ?", "1998", "2011"),
    ("Lumibois", "Lumibois a ouvert son atelier le {}.", "Quand Lumibois a-t-il ouvert son atelier ?", "3 mars 2014",
     "17 octobre 2019"),
    ("Montravel", "Montravel a obtenu son label en {}.", "Quand Montravel a-t-il obtenu son label ?", "avril 2005",
     "novembre 2016"),
    ("Nordaube", "Le salon de Nordaube a eu lieu en {}.", "Quand a eu lieu le salon de Nordaube ?",
     "2007", "2022"),
    ("Ostrevent", "Ostrevent a été dissous le {}.", "Quand Ostrevent a-t-il été dissous ?", "30 juin 2018",
     "12 janvier 2021"),
    ("Palinor", "Palinor gathers {} firms of the food trade.", "How many firms does Palinor gather?", "415", "127"),
    ("Quervale", "Quervale employs {} people near Lille.", "How many people does Quervale employ?", "2,300", "9,100"),
    ("Rosemont", "The hall of Rosemont measures {} square metres.", "How large is the hall of Rosemont?", "300", "750"),
    ("Silvaris", "Silvaris trains {} welders a year.", "How many welders does Silvaris train a year?", "48", "91"),
    ("Tarnavel", "The fee of Tarnavel is {} euros.", "What is the fee of Tarnavel?", "1,450", "2,080"),
    ("Ulmerac", "The seat of Ulmerac is in {}.", "Where is the seat of Ulmerac?", "Tourcoing", "Cognac"),
    ("Valdorin", "The director of Valdorin is {}.", "Who is the director of Valdorin?", "Paul Leclerc", "Marc Fabre"),
    ("Westaire", "Westaire shares its machines with {}.", "With whom does Westaire share its machines?", "Polyvia",
     "Novalens"),
    ("Xantrel", "The incubator of Xantrel is called {}.", "What is the incubator of Xantrel called?", "Hexagate",
     "Brightmill"),
    ("Yverdane", "Yverdane works with the school {}.", "Which school does Yverdane work with?", "Castel", "Mirepoix"),
    ("Zelandia", "Zelandia was created in {}.", "When was Zelandia created?", "2003", "2015"),
    ("Altimont", "Altimont opened its workshop on {}.", "When did Altimont open its workshop?", "4 May 2012",
     "21 September 2020"),
    ("Brisevent", "Brisevent was dissolved in {}.", "When was Brisevent dissolved?", "June 2017", "February 2024"),
    ("Corvalis", "Corvalis received its label in {}.", "When did Corvalis receive its label?", "2010", "2023"),
    ("Dunelar", "The fair of Dunelar was held in {}.", "When was the fair of Dunelar held?", "1995", "2008"),
]  # fmt: skip


def _write(folder: Path, after: bool) -> None:
    for name, sentence, question, old, new in FACTS:
        english = question.split()[0] in ("How", "What", "Where", "Which", "Who", "When", "With")
        more = f"{name} welcomes visitors." if english else f"{name} accueille des visiteurs."
        head = f"---\ntitle: {name}\nkind: report\ncluster: {name}\nlanguage: {'en' if english else 'fr'}\n---\n"
        (folder / f"{name}.md").write_text(f"{head}{sentence.format(new if after else old)} {more}\n", encoding="utf-8")


def test_thirty_swapped_facts_are_followed(embedder, share, model_cache, tmp_path) -> None:
    corpus = tmp_path / "facts"
    corpus.mkdir()
    settings = load_settings(corpus_dir=corpus, index_dir=tmp_path / "index", cache_dir=model_cache)
    assert len(FACTS) == 30
    with Assistant(settings) as assistant:
        share(assistant)
        for after in (False, True):
            _write(corpus, after)
            sync(settings, embedder=embedder)
            wrong = {}
            for _, _, question, old, new in FACTS:
                told, gone = (new, old) if after else (old, new)
                text = assistant.answer(question).text.replace("\u202f", " ").replace("\xa0", " ")
                if told not in text or gone in text:
                    wrong[question] = text
            assert wrong == {}

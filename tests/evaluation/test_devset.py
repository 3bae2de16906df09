"""Natural questions: their files, the verdict on an answer, and how verdicts are counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.documents import Answer, Sentence, Turn
from assistant.embedding import Embedder
from assistant.errors import DatasetError
from assistant.evaluation.devset import Devset, Item, Wrapping, load_devset
from assistant.evaluation.halves import HALVES, WHOLE, half_of, subject
from assistant.evaluation.natural import ask_devset, summarise_devset
from assistant.evaluation.scoring import Verdict, comparable, holds, score

CLOCKS = Item(
    "E1", ("où fabrique-t-on des horloges ?",), ("clocks.md",), (("besançon",), ("1 200", "mille deux cents"))
)
PREMISE = Item("U1", ("Quand l'horlogerie de Brest a-t-elle fermé ?",), refuse=True, corrects=("besançon",))


def write_lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def natural(id_: str, *turns: str, **more: object) -> dict[str, object]:
    return {"id": id_, "lang": "fr", "role": "pupil", "type": "where", "turns": list(turns), **more}


class Scripted:
    """Stands in for the assistant: answers from a table, and remembers what each conversation was."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers
        self.conversations: list[list[str]] = []

    def ask(self, question: str, conversation: Sequence[Turn] = ()) -> Iterator[Answer]:
        self.conversations.append([turn.question for turn in conversation] + [question])
        text = self.answers.get(question, "")
        yield Answer(question, "fr", complete=False)
        yield Answer(question, "fr", (Sentence(text or "Je ne sais pas."),), confidence=0.5, abstained=not text)


@pytest.mark.parametrize(
    ("text", "abstained", "verdict", "facts", "missing"),
    [
        ("À Besançon, avec 1 200 salariés.", False, Verdict.RIGHT, 1.0, ()),
        ("BESANCON : 1,200 people.", False, Verdict.RIGHT, 1.0, ()),
        ("À Besançon.", False, Verdict.PARTLY, 0.5, ("1 200",)),
        ("À Morteau.", False, Verdict.WRONG, 0.0, ("besançon", "1 200")),
        ("Je ne sais rien de Besançon.", True, Verdict.REFUSED, 0.0, ("1 200",)),
    ],
)
def test_an_answer_is_held_against_the_key_facts(
    text: str, abstained: bool, verdict: Verdict, facts: float, missing: tuple[str, ...]
) -> None:
    found = score(CLOCKS, text, abstained)
    assert (found.verdict, found.facts, found.missing) == (verdict, facts, missing)


def test_a_string_that_spoils_makes_an_answer_wrong() -> None:
    item = Item("E2", ("?",), must=(("besançon",),), must_not=("brest",))
    assert score(item, "À Besançon et à Brest.", False).verdict is Verdict.WRONG
    assert score(item, "À Besançon.", False).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("text", "abstained", "verdict"),
    [
        ("Rien là-dessus.", True, Verdict.DECLINED),
        ("Les documents n'en parlent pas ; ils citent Morteau.", False, Verdict.DECLINED),
        ("The documents do not say when.", False, Verdict.DECLINED),
        ("L'horlogerie est à Besançon.", False, Verdict.DECLINED),
        ("En 1987.", False, Verdict.NOT_DECLINED),
    ],
)
def test_a_question_without_an_answer_is_declined_or_corrected(text: str, abstained: bool, verdict: Verdict) -> None:
    assert score(PREMISE, text, abstained).verdict is verdict


@pytest.mark.parametrize(
    ("text", "string", "there"),
    [
        ("un capteur de pression", "cap", False),
        ("un CAP d'horloger", "cap", True),
        ("l’automatisation", "automati", True),
        ("en 12 000 heures", "12 000", True),
        ("en 12000 heures", "12.000", True),
        ("en 2012", "12", False),
        ("54 % des élèves", "54%", True),
        ("4,5 points", "4.5", True),
        ("14,5 points", "4,5", False),
        ("4.55 points", "4,5", False),
        ("Haute–Saône", "haute-saone", True),
    ],
)
def test_strings_are_found_in_any_writing_but_not_inside_words(text: str, string: str, there: bool) -> None:
    assert holds(comparable(text), string) is there


def test_a_folder_is_read_with_its_wrappings(tmp_path: Path) -> None:
    write_lines(
        tmp_path / "natural.jsonl",
        natural("E1", "Où ?", documents=["clocks.md"], must=[["Besançon", "Besancon"]], must_not=["Brest"]),
        natural("D1", "Où ?", "et à Brest ?", refuse=True, must=[], corrects=["Morteau"]),
    )
    write_lines(
        tmp_path / "wrappings.jsonl",
        {"id": "W1", "lang": "fr", "canonical": "Où ?", "wrapped": ["Bonjour, où ?"], "must": [["Besançon"]]},
    )
    devset = load_devset(tmp_path)
    single, dialogue = devset.items
    assert (single.must, single.must_not, single.refuse) == ((("Besançon", "Besancon"),), ("Brest",), False)
    assert (dialogue.turns, dialogue.corrects) == (("Où ?", "et à Brest ?"), ("Morteau",))
    assert [item.id for item in devset.wrappings[0].wordings] == ["W1.0", "W1.1"]
    assert load_devset(tmp_path / "natural.jsonl").wrappings == ()
    assert len(load_devset(tmp_path, limit=1).items) == 1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([{"id": "E1"}], "line 1"),
        ([natural("E1", "Où ?", must=[])], "E1 needs"),
        ([natural("E1", must=[["a"]])], "E1 needs"),
        ([], "no question"),
    ],
)
def test_a_malformed_set_is_one_clear_line(tmp_path: Path, rows: list[object], reason: str) -> None:
    with pytest.raises(DatasetError, match=reason) as error:
        load_devset(write_lines(tmp_path / "natural.jsonl", *rows))
    assert "\n" not in str(error.value)


def test_a_half_takes_a_document_with_its_translations() -> None:
    assert subject(["jobs/clockmaker.fr.md"], "a") == subject(["jobs/clockmaker.en.pdf"], "b")
    names = [f"jobs/{n}" for n in range(200)]
    assert 80 < sum(half_of(name) for name in names) < 120


def test_each_half_of_a_set_is_read_alone(tmp_path: Path) -> None:
    rows = [natural(f"E{n}", "Où ?", documents=[f"{n // 2}.fr.md"], must=[["a"]]) for n in range(20)]
    path = write_lines(tmp_path / "natural.jsonl", *rows)
    halves = [{item.id for item in load_devset(path, half=half).items} for half in (0, 1)]
    assert not halves[0] & halves[1]
    assert len(halves[0] | halves[1]) == 20
    assert all(
        ({f"E{n}", f"E{n + 1}"} <= half) or not ({f"E{n}", f"E{n + 1}"} & half)
        for half in halves
        for n in range(0, 20, 2)
    )


def test_dialogues_are_asked_turn_by_turn_and_each_in_its_own_conversation() -> None:
    dialogue = Item("D1", ("Où ?", "et les élèves ?"), (), (("douze",),))
    assistant = Scripted({"et les élèves ?": "Ils sont douze."})
    asked = ask_devset(assistant, Devset("set", (dialogue, CLOCKS), ()))  # type: ignore[arg-type]
    assert assistant.conversations == [["Où ?"], ["Où ?", "et les élèves ?"], [CLOCKS.turns[0]]]
    assert [each.score.verdict for each in asked.scored] == [Verdict.RIGHT, Verdict.REFUSED]


def test_verdicts_are_counted_by_group_and_half() -> None:
    items = tuple(
        Item(f"E{n}", (f"question {n}",), (f"{n}.md",), (("oui",),), role="pupil" if n % 2 else "teacher")
        for n in range(8)
    )
    answers = {f"question {n}": "Oui." for n in range(6)} | {PREMISE.turns[0]: "En 1987."}
    assistant = Scripted(answers)
    found = summarise_devset(ask_devset(assistant, Devset("set", (*items, PREMISE), ())))  # type: ignore[arg-type]
    whole = found[WHOLE]
    assert (whole.everything.answerable, whole.everything.right, whole.everything.refused) == (8, 6, 2)
    assert (whole.everything.unanswerable, whole.everything.not_declined) == (1, 1)
    assert whole.everything.facts == 0.75
    assert whole.everything.good == pytest.approx(6 / 9)
    assert whole.groups["role"]["teacher"].right == 3
    assert sum(found[name].everything.answerable for name in HALVES if name in found) == 8


def test_wordings_of_a_question_are_compared() -> None:
    def wrapping(id_: str) -> Wrapping:
        wordings = (f"{id_} ?", f"bonjour {id_} ?", f"une histoire, {id_} ?")
        return Wrapping(id_, tuple(Item(f"{id_}.{n}", (text,), (), (("oui",),)) for n, text in enumerate(wordings)))

    answers = dict.fromkeys(("W1 ?", "bonjour W1 ?", "une histoire, W1 ?", "W2 ?", "bonjour W2 ?"), "Oui.")
    asked = ask_devset(Scripted(answers), Devset("set", (), (wrapping("W1"), wrapping("W2"), wrapping("W3"))))  # type: ignore[arg-type]
    found = summarise_devset(asked)[WHOLE].wrappings
    assert found is not None
    assert (found.questions, found.alike, found.all_right) == (3, 2, 1)
    assert found.verdicts["story"] == {Verdict.RIGHT: 1, Verdict.REFUSED: 2}
    assert found.as_canonical == {"canonical": 3, "greeting": 3, "story": 2}


@pytest.mark.model
def test_a_set_is_measured_on_the_index_as_it_is(
    run: Callable[..., object], write: Callable[..., Path], embedder: Embedder, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    write("clocks.fr.md", "# Horlogers\n\nLes horlogers fabriquent des montres à Besançon depuis 1793.")
    write("lace.fr.md", "# Dentellières\n\nLes dentellières travaillent à Alençon.")
    run()
    monkeypatch.setenv("ASSISTANT_INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setenv("ASSISTANT_READER", "off")
    monkeypatch.setattr("assistant.service.open_embedder", lambda _: embedder)  # it takes seconds to load another one
    question = "Où les horlogers fabriquent-ils des montres ?"
    path = write_lines(
        tmp_path / "natural.jsonl",
        natural("E1", question, documents=["clocks.fr.md"], must=[["Besançon"]]),
        natural("U1", "Qui a gagné la coupe du monde de rugby ?", refuse=True, must=[]),
    )
    output, answers = tmp_path / "result.json", tmp_path / "answers.jsonl"
    assert main(["evaluate", "--devset", str(path), "--output", str(output), "--answers", str(answers)]) == 0
    assert "held out" in capsys.readouterr().out
    assert json.loads(output.read_text("utf-8"))["verdicts"] == {"E1": "right", "U1": "declined"}
    rows = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
    assert rows[0]["turns"] == [question]
    assert rows[0]["citations"][0]["path"] == "clocks.fr.md"
    assert main(["evaluate", "--check", "recall", "--devset", str(path), "--json"]) == 0
    recall = json.loads(capsys.readouterr().out)["recall"]["natural"]["both halves"]
    assert recall["questions"] == 1
    assert recall["everything within"]["6"] == 1.0


@pytest.mark.parametrize(
    "options", [["--check", "dialogues", "--misses"], ["--devset", "x", "--compare", "bm25"], ["--wrappings", "x"]]
)
def test_options_that_do_not_go_together_are_named(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", *options]) == 2
    assert "does not go with" in capsys.readouterr().err

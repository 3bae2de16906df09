import pytest

from assistant.loading.names import is_litter, original_of


@pytest.mark.parametrize(
    "name",
    [
        "~$Rapport.docx",
        "~$été.xlsx",
        ".~lock.Rapport.odt#",
        "Thumbs.db",
        "desktop.ini",
        "__MACOSX",
        "._a.pdf",
        "~WRL0001.tmp",
    ],
)
def test_lock_files_and_notes_of_systems_are_no_documents(name):
    assert is_litter(name)


@pytest.mark.parametrize(
    "name", ["Rapport.docx", "$budget.xlsx", "~brouillon.md", "thumbs.pdf", "MACOSX.md", "lock.odt"]
)
def test_documents_are(name):
    assert not is_litter(name)


@pytest.mark.parametrize(
    "copy",
    [
        "Bilan - Copie.md", "Bilan - Copie (2).md", "Bilan - Copy.md", "Bilan (1).md", "Bilan (12).md",
        "Bilan copie.md",
        "Bilan copie 2.md", "Bilan copy.md", "Bilan (copie).md", "Bilan (another copy).md", "Bilan - Kopie.md",
        "Bilan (copie en conflit de PC-Anne 2025-03-03).md", "Bilan (Anne's conflicted copy 2024-01-01).md",
        "Bilan.sync-conflict-20240101-120000-ABCDEF.md",
    ],
)  # fmt: skip
def test_copies_name_their_original(copy):
    assert original_of(f"notes/{copy}") == "notes/Bilan.md"


@pytest.mark.parametrize("name", ["Bilan.md", "Bilan (2024).md", "Bilan v2.md", "copie.md", "(1).md", "Photocopie.md"])
def test_other_names_name_none(name):
    assert original_of(name) == ""


def test_a_copy_with_other_content_is_read_and_told(load):
    assert not load("Bilan - Copie.md", "Un texte.")[0].warnings
    load("Bilan.md", "Un autre texte.")
    (warning,) = load("Bilan - Copie.md", "Un texte.")[0].warnings
    assert (warning.code, warning.details) == ("copy", {"original": "Bilan.md"})

"""Uploads: taken in, checked apart from the corpus, accepted under a harmless name, or refused in a clear line."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from assistant.admin.area import open_area
from assistant.admin.names import LONGEST_NAME, safe_folder, safe_name
from assistant.admin.sniffing import content_fits
from assistant.errors import UsageError
from assistant.loading import SUPPORTED_SUFFIXES

TEXT = b"# Lasers\n\nLasers are made near Bordeaux by a cluster of companies."


def document_bomb(member="word/document.xml", megabytes=300):
    """An Office file of some hundred kB that unpacks to hundreds of MB."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(member, "w", force_zip64=True) as stream:
            for _ in range(megabytes):
                stream.write(b"a" * 1_000_000)
    return output.getvalue()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\system.ini.md", "system.ini.md"),
        ("/abs/olute.pdf", "olute.pdf"),
        ("a\0b\r\nc.md", "abc.md"),
        (".hidden.md", "hidden.md"),
        ("..md", "md"),
        ("تقرير العنقود.pdf", "تقرير العنقود.pdf"),
        ("rapport 🏭🚀.docx", "rapport 🏭🚀.docx"),
        ("invoice\u202efdp.exe.md", "invoicefdp.exe.md"),
        ("table#3.csv", "table-3.csv"),
        ('a<b>:"|?*.txt', "a-b------.txt"),
        ("e\u0301te\u0301.md", "été.md"),
        ("", "document"),
        ("....", "document"),
    ],
)
def test_names_become_harmless(given, kept):
    assert safe_name(given) == kept
    assert safe_name(kept) == kept


@pytest.mark.parametrize("name", ["é" * 400 + ".pdf", "🏭" * 255 + ".md", "x" * 1000, "a." + "s" * 500])
def test_long_names_are_cut_between_characters(name):
    kept = safe_name(name)
    assert 10 < len(kept.encode()) <= LONGEST_NAME
    assert kept == safe_name(kept)


@pytest.mark.parametrize("folder", ["../x", "a/../../b", ".git", "a/.b", "a\0b", "x" * 300, "a/b/c/d/e/f/g/h/i", "a#1"])
def test_folders_stay_inside_the_corpus(folder):
    with pytest.raises(UsageError):
        safe_folder(folder)


def test_plain_folders_are_taken():
    assert [safe_folder(f) for f in ("", "/", "reports/", "rapports/étés 2024")] == [
        "",
        "",
        "reports",
        "rapports/étés 2024",
    ]


@pytest.mark.parametrize(
    ("suffix", "head", "fits"),
    [
        (".pdf", b"%PDF-1.4", True), (".pdf", b"MZ\x90", False), (".docx", b"PK\x03\x04", True),
        (".docx", b"%PDF", False),
        (".txt", "été".encode(), True), (".txt", b"\x7fELF\x01", False), (".csv", b"a\0b", False),
        (".txt", "été".encode("utf-16"), True), (".html", b"GIF89a<html>", False), (".exe", b"MZ", False),
        (".rtf", b"{\\rtf1", True), (".rtf", b"MZ", False), (".doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True),
        (".doc", b"{\\rtf1", True), (".doc", b"MZ\x90", False), (".zip", b"PK\x05\x06", True),
        (".eml", b"From: a", True), (".json", b"PK\x03\x04", False),
    ],
)  # fmt: skip
def test_the_content_must_be_what_the_name_says(suffix, head, fits):
    assert content_fits(suffix, head) is fits


def test_every_kind_that_is_read_can_be_uploaded():
    heads = (b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"{}")
    assert [suffix for suffix in SUPPORTED_SUFFIXES if not any(content_fits(suffix, head) for head in heads)] == []


def test_an_upload_is_checked_accepted_indexed_and_answers(admin):
    answer = admin.upload("../../Lasers.md", TEXT)
    assert answer.status_code == 200 and answer.json()["name"] == "Lasers.md"
    upload = admin.checked()["Lasers.md"]
    assert (upload.state.value, upload.title, upload.language) == ("ready", "Lasers", "en")
    assert admin.state("reports/Lasers.md") is None, "it is not in the corpus yet"
    admin.accept("reports/2024")
    assert (admin.settings.corpus_dir / "reports/2024/Lasers.md").read_bytes() == TEXT
    assert admin.area.quarantine.all() == []
    assert admin.state("reports/2024/Lasers.md") == "pending"
    job = admin.update()
    assert (job.done, job.total, job.state.value) == (1, 1, "done")
    citation = admin.area.assistant.answer("Where are lasers made?").citations[0]
    assert citation.document.path == "reports/2024/Lasers.md"


@pytest.mark.parametrize("name", ["تقرير العنقود.md", "🏭🚀 usine.md", "é" * 300 + ".md"])
def test_names_in_any_script_reach_the_index(admin, name):
    assert admin.upload(name, TEXT).status_code == 200
    admin.checked()
    admin.accept()
    admin.update()
    [path] = [row.path for row in admin.area.corpus.state().rows if row.title == "Lasers"]
    assert admin.state(path) == "indexed"
    assert path.startswith(f"reports/{name[:4]}")


@pytest.mark.parametrize(
    ("name", "content", "status", "line"),
    [
        ("virus.exe", b"MZ\x90\x00", 422, "not read: .exe"),
        ("no-ending", b"text", 422, "not read"),
        ("metadata.yaml", b"a: b", 422, "not read: .yaml"),
        (".assistantignore", b"*", 422, "not read"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n", 422, "not .pdf"),
        ("program.txt", b"\x7fELF\x02\x01\x01", 422, "not .txt"),
        ("empty.md", b"", 422, "empty"),
        ("large.md", b"x" * 1_000_001, 413, "1 MB"),
    ],
)
def test_what_will_not_do_is_refused_at_once_and_leaves_nothing(open_admin, name, content, status, line):
    admin = open_admin(max_file_mb=1)
    admin.log_in()
    answer = admin.upload(name, content)
    assert answer.status_code == status
    assert line in answer.json()["error"]
    assert admin.area.quarantine.all() == []
    assert list((admin.settings.index_dir / "admin/quarantine").glob("*")) == []


def test_a_declared_length_of_3_gb_is_refused_before_anything_is_read(admin):
    read = []

    def endless():
        read.append(1)
        yield b"x"

    answer = admin.upload("huge.md", endless(), **{"Content-Length": "3000000000"})
    assert answer.status_code == 413
    assert "100 MB" in answer.json()["error"]


def test_a_body_that_grows_beyond_the_limit_is_cut_off(open_admin):
    admin = open_admin(max_file_mb=1)
    admin.log_in()
    answer = admin.upload("huge.md", (b"x" * 100_000 for _ in range(1000)))
    assert answer.status_code == 413
    assert list((admin.settings.index_dir / "admin/quarantine").glob("*")) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.docx", document_bomb()),
        ("bomb.xlsx", document_bomb("xl/workbook.xml")),
        ("broken.pdf", b"%PDF-1.7\nand nothing more"),
        ("sheet.docx", b"PK\x03\x04 no archive"),
    ],
)
def test_bombs_and_broken_files_fail_their_check_with_a_reason(admin, name, content):
    assert admin.upload(name, content).status_code == 200
    upload = admin.checked()[name]
    assert upload.state.value == "refused"
    assert len(upload.detail) > 20
    admin.accept()
    assert not (admin.settings.corpus_dir / "reports" / name).exists()
    assert upload.detail.split("'")[0] in admin.page("/uploads/list").replace("&#39;", "'")


def test_the_same_content_is_told_at_once(admin):
    clocks = (admin.settings.corpus_dir / "reports/clocks.md").read_bytes()
    assert admin.upload("again.md", clocks).json() | {"id": ""} == {
        "id": "", "name": "again.md", "state": "duplicate", "twin": "reports/clocks.md",
    }  # fmt: skip
    admin.upload("one.md", TEXT)
    assert admin.upload("two.md", TEXT).json()["twin"] == "one.md"


def test_a_file_of_the_same_name_gives_way_only_when_asked_to_and_is_kept(admin):
    file = admin.settings.corpus_dir / "reports/clocks.md"
    old = file.read_bytes()
    admin.upload("clocks.md", TEXT)
    admin.checked()
    admin.accept()
    assert file.read_bytes() == old
    assert "already there" in admin.page("/uploads")
    admin.accept(replace="yes")
    assert file.read_bytes() == TEXT
    admin.post("/documents/remove", path="reports/clocks.md")
    assert len(admin.area.trash.all()) == 2


def test_what_the_ignore_file_leaves_out_is_not_accepted(admin):
    (admin.settings.corpus_dir / ".assistantignore").write_text("sources/\n")
    admin.upload("a.md", TEXT)
    admin.checked()
    admin.accept("sources")
    assert ".assistantignore" in admin.page("/uploads")
    admin.accept("../outside")
    assert not (admin.settings.corpus_dir.parent / "outside").exists()
    assert len(admin.area.quarantine.all()) == 1


def test_five_hundred_small_files_are_taken_in(admin):
    for number in range(500):
        assert admin.upload(f"r{number}.md", f"# R{number}\n\nReport number {number}.".encode()).status_code == 200
    uploads = admin.checked()
    assert len(uploads) == 500
    assert {each.state.value for each in uploads.values()} == {"ready"}
    admin.accept()
    assert len(admin.area.corpus.state().changes) == 500


def test_what_waits_survives_a_restart(admin):
    admin.upload("a.md", TEXT)
    admin.checked()
    again = open_area(admin.area.assistant)
    assert [(u.name, u.state.value) for u in again.quarantine.all()] == [("a.md", "ready")]
    assert again.quarantine.take(again.quarantine.all()[0].id) is not None
    note = next((admin.settings.index_dir / "admin/quarantine").glob("*.json"))
    assert json.loads(note.read_text())["user"] == "admin"
    again.close()


def test_discarded_uploads_leave_nothing(admin):
    admin.upload("a.md", TEXT)
    admin.checked()
    admin.post("/uploads/discard", id=[each.id for each in admin.area.quarantine.all()])
    assert list((admin.settings.index_dir / "admin/quarantine").iterdir()) == []

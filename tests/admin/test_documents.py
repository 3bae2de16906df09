"""The table of documents, metadata written where it belongs, and removal that loses nothing."""

from __future__ import annotations

import re

import pytest
import yaml

from assistant.loading import read_sidecar


def row_of(html: str, path: str) -> str:
    return next(row for row in html.split("<tr>") if path in row)


def edit(admin, path, **fields):
    names = ("title", "kind", "language", "cluster", "region", "sector", "year", "rome", "esco", "source")
    empty = dict.fromkeys(names, "")
    return admin.post("/documents/metadata", path=path, **{**empty, **fields})


def said(admin):
    return re.findall(r'<p class="message \w+">(.*?)</p>', admin.page("/audit"))


def test_every_state_of_a_file_is_told_with_its_reason(admin):
    corpus = admin.settings.corpus_dir
    (corpus / "reports/broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    (corpus / "reports/notes.xyz").write_text("what is this")
    (corpus / "reports/copy.md").write_bytes((corpus / "reports/clocks.md").read_bytes())
    admin.update()
    (corpus / "reports/new.md").write_text("# New\n\nA new report.")
    (corpus / "reports/glass.md").write_text("# Glass\n\nIt has changed.")
    (corpus / "jobs/diver.md").unlink()
    states = {row.path: row.state.value for row in admin.area.corpus.state().rows}
    assert states == {
        "jobs/diver.md": "removed",
        "reports/broken.pdf": "failed",
        "reports/clocks.md": "indexed",
        "reports/copy.md": "duplicate",
        "reports/glass.md": "pending",
        "reports/new.md": "pending",
        "reports/notes.xyz": "refused",
    }
    html = admin.page("/documents")
    assert "damaged" in row_of(html, "broken.pdf")
    assert "reports/clocks.md" in row_of(html, "reports/copy.md")
    assert len(admin.area.corpus.state().changes) == 3
    (corpus / "reports/clocks.md").write_bytes(b"")
    admin.update()
    assert admin.state("reports/clocks.md") == "stale"


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("q=besancon", []),
        ("q=CLÖCKS", ["reports/clocks.md"]),
        ("kind=job", ["jobs/diver.md"]),
        ("state=indexed&q=reports", ["reports/clocks.md", "reports/glass.md"]),
        ("state=failed", []),
        ("order=size&kind=report", ["reports/glass.md", "reports/clocks.md"]),
        ("page=99", ["jobs/diver.md", "reports/clocks.md", "reports/glass.md"]),
    ],
)
def test_the_table_is_searched_filtered_and_ordered(admin, query, paths):
    found = re.findall(r'name="path" value="([^"]*)"', admin.page(f"/documents?{query}"))
    assert found == paths


def test_a_page_holds_fifty_files(admin):
    for number in range(60):
        (admin.settings.corpus_dir / f"reports/r{number:02}.md").write_text(f"# R{number}\n\nText {number}.")
    assert admin.page("/documents").count('name="path"') == 50
    assert admin.page("/documents?page=2").count('name="path"') == 13


def test_front_matter_is_changed_and_the_rest_of_the_file_is_not(admin):
    file = admin.settings.corpus_dir / "reports/clocks.md"
    file.write_bytes(
        "---\r\n# who wrote it: us\r\ntitle: Clocks  # short\r\nstatus: draft\r\n---\r\n\r\nBesançon.\r\n".encode()
    )
    edit(admin, "reports/clocks.md", title="Clocks: a report", cluster="Pôle A\nPôle B", year="2024")
    assert file.read_bytes().decode() == (
        '---\r\n# who wrote it: us\r\ntitle: "Clocks: a report"  # short\r\nstatus: draft\r\n'
        "cluster:\r\n- Pôle A\r\n- Pôle B\r\nyear: 2024\r\n---\r\n\r\nBesançon.\r\n"
    )
    assert admin.state("reports/clocks.md") == "pending"
    admin.update()
    html = admin.page("/documents/file?path=reports/clocks.md")
    assert "Clocks: a report" in html and "Pôle B" in html
    edit(admin, "reports/clocks.md")
    assert b"title" not in file.read_bytes() and b"status: draft" in file.read_bytes()


def test_what_has_no_front_matter_is_described_in_the_metadata_file_whose_comments_stay(admin):
    corpus = admin.settings.corpus_dir
    (corpus / "reports/page.html").write_text("<title>T</title><p>A page about lasers in Bordeaux.</p>")
    (corpus / "metadata.yaml").write_text("# by hand\nreports/x.pdf:\n  title: X  # the X\n  year: 2001\n")
    edit(admin, "reports/page.html", title="Lasers", kind="report", rome="H1506")
    assert (corpus / "metadata.yaml").read_text() == (
        "# by hand\nreports/x.pdf:\n  title: X  # the X\n  year: 2001\n"
        "reports/page.html:\n  title: Lasers\n  kind: report\n  rome:\n  - H1506\n"
    )
    edit(admin, "reports/page.html", title="Lasers of Bordeaux", kind="report")
    assert read_sidecar(corpus)["reports/page.html"] == {"title": "Lasers of Bordeaux", "kind": "report"}
    edit(admin, "reports/page.html")
    assert yaml.safe_load((corpus / "metadata.yaml").read_text()) == {"reports/x.pdf": {"title": "X", "year": 2001}}
    assert "# by hand" in (corpus / "metadata.yaml").read_text()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "poem"), ("year", "soon"), ("language", "klingonian"), ("esco", "javascript:alert(1)"),
        ("title", "x" * 501), ("cluster", "\n".join(f"c{n}" for n in range(51))), ("sector", "a\u202eb"),
    ],
)  # fmt: skip
def test_values_that_a_field_cannot_hold_are_refused_and_nothing_is_written(admin, field, value):
    file = admin.settings.corpus_dir / "reports/clocks.md"
    before = file.read_bytes()
    edit(admin, "reports/clocks.md", **{"title": "Clocks", field: value})
    assert file.read_bytes() == before
    assert any(line.startswith(field) for line in said(admin))


def test_a_removed_file_goes_to_the_trash_and_comes_back(admin):
    file = admin.settings.corpus_dir / "reports/clocks.md"
    before = file.read_bytes()
    admin.post("/documents/remove", path=["reports/clocks.md", "reports/none.md"])
    assert not file.exists()
    assert any("none.md" in line for line in said(admin))
    assert admin.state("reports/clocks.md") == "removed"
    id_ = re.search(r'action="/admin/trash/restore".*?name="id" value="(\w+)"', admin.page("/index")).group(1)
    admin.post("/trash/restore", id=id_)
    assert file.read_bytes() == before
    assert admin.state("reports/clocks.md") == "indexed"
    assert "The trash is empty" in admin.page("/trash")


def test_a_removed_file_no_longer_answers_after_the_update_and_can_still_be_restored(admin):
    question = "Where are clocks made?"
    assert not admin.area.assistant.answer(question).abstained
    admin.post("/documents/remove", path="reports/clocks.md")
    assert not admin.area.assistant.answer(question).abstained, "until the update it goes on answering"
    admin.update()
    found = admin.area.assistant.search(question).evidence
    assert all(each.document.path != "reports/clocks.md" for each in found)
    [kept] = admin.area.trash.all()
    admin.post("/trash/restore", id=kept.id)
    admin.update()
    assert admin.area.assistant.answer(question).citations[0].document.path == "reports/clocks.md"


def test_a_file_does_not_come_back_over_another(admin):
    file = admin.settings.corpus_dir / "reports/clocks.md"
    admin.post("/documents/remove", path="reports/clocks.md")
    file.write_text("# Another")
    admin.post("/trash/restore", id=admin.area.trash.all()[0].id)
    assert file.read_text() == "# Another"
    assert len(admin.area.trash.all()) == 1
    admin.post("/trash/delete", id=admin.area.trash.all()[0].id)
    assert admin.area.trash.all() == []
    assert list((admin.settings.index_dir / "admin/trash").iterdir()) == []


@pytest.mark.parametrize(
    "path", ["../secret.txt", "/etc/passwd", "reports/../../secret.txt", "", ".", ".assistantignore", "link.txt\0"]
)
def test_nothing_outside_the_corpus_is_read_or_moved(admin, tmp_path, path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    answer = admin.client.get("/admin/documents/download", params={"path": path})
    assert answer.status_code == 400 and "secret" not in answer.text.replace("secret.txt", "")
    admin.post("/documents/remove", path=path)
    admin.post("/documents/metadata", path=path, title="x")
    assert secret.read_text() == "secret"
    assert admin.area.trash.all() == []


def test_a_file_is_downloaded_as_it_is(admin):
    answer = admin.client.get("/admin/documents/download", params={"path": "reports/clocks.md"})
    assert answer.content == (admin.settings.corpus_dir / "reports/clocks.md").read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment")


def test_titles_and_reasons_from_files_are_shown_as_text(admin):
    (admin.settings.corpus_dir / "reports/evil.md").write_text(
        '---\ntitle: "<script>alert(1)</script>"\n---\nEvil text.'
    )
    admin.update()
    for part in ("/documents", "/documents/file?path=reports/evil.md", "/index"):
        assert "<script>alert" not in admin.page(part)
    assert "&lt;script&gt;alert" in admin.page("/documents")


def test_every_action_is_in_the_audit_log(admin):
    edit(admin, "reports/clocks.md", title="Other")
    admin.post("/documents/remove", path="reports/glass.md")
    admin.update()
    seen = [(entry.user, entry.action) for entry in admin.area.audit.latest()]
    assert seen == [("admin", "sync"), ("admin", "remove"), ("admin", "metadata"), ("admin", "login")]
    assert "reports/glass.md" in admin.page("/audit")


def test_the_area_speaks_french_too(admin):
    html = admin.client.get("/admin/documents", headers={"Accept-Language": "fr"}).text
    assert "Journal" in html and "indexé" in html

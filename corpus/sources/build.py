"""Builds the documents of the corpus that are no Markdown, and ``metadata.yaml``: ``python corpus/sources/build.py``.

Each is written from a Markdown source in this folder; the tables of jobs from ``tables.yaml``. Building again gives
the same files.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from blocks import Source, read_source
from office import write_csv, write_docx, write_html, write_pptx, write_xlsx
from pdf import write_pdf, write_scan

SOURCES = Path(__file__).parent
CORPUS = SOURCES.parent

FORMATS = {
    "pdf": """reports/politique-clusters.fr reports/politique-clusters.en reports/mecanic-vallee.fr
        reports/cosmetic-valley.en reports/pole-mer-bretagne.fr reports/emc2.en reports/alpha-rlh.en
        reports/vehicule-du-futur.en reports/aerospace-valley.fr reports/minalogic.en reports/glass-vallee.fr
        reports/novalog.en jobs/eolien-mer.fr jobs/photonique.en jobs/decolleteur.fr jobs/temps-reel.en""",
    "docx": """reports/resocuir.fr reports/neopolia.fr reports/nextmove.en reports/valorial.fr jobs/composites.fr
        jobs/cobotique.fr jobs/cyber-ot.en jobs/batterie.en jobs/eco-plasturgie.fr jobs/verre-flaconnage.fr""",
    "html": "reports/techtera.en reports/xylofutur.fr reports/images-reseaux.fr jobs/maroquinier.en",
    "pptx": "reports/clusters-et-ecoles.fr",
}
TWO_COLUMNS = {"reports/glass-vallee.fr"}
SCANNED = {"reports/novalog.en"}


def main() -> None:
    metadata: dict[str, object] = {}
    for suffix, paths in FORMATS.items():
        for path in paths.split():
            source = read_source(SOURCES / f"{path}.md", SOURCES)
            _write(source, suffix)
            metadata[f"{path}.{suffix}"] = dict(source.metadata)
    metadata |= _write_tables()
    text = yaml.safe_dump(dict(sorted(metadata.items())), allow_unicode=True, sort_keys=False, width=1000)
    head = "# Metadata of the files that cannot carry a front matter. Written by sources/build.py.\n"
    (CORPUS / "metadata.yaml").write_text(head + text, encoding="utf-8")


def _write(source: Source, suffix: str) -> None:
    file = CORPUS / f"{source.path}.{suffix}"
    if source.path in SCANNED:
        write_scan(source, file)
    elif suffix == "pdf":
        write_pdf(source, file, columns=2 if source.path in TWO_COLUMNS else 1)
    else:
        {"docx": write_docx, "html": write_html, "pptx": write_pptx}[suffix](source, file)


def _write_tables() -> dict[str, object]:
    """The tables of jobs, a row a job, and their metadata."""
    tables = yaml.safe_load((SOURCES / "tables.yaml").read_text(encoding="utf-8"))
    metadata = {}
    for path, table in tables.items():
        rows = [table["header"], *table["rows"]]
        (write_csv if path.endswith(".csv") else write_xlsx)(rows, CORPUS / path)
        metadata[path] = table["metadata"]
    return metadata


if __name__ == "__main__":
    main()

"""Example questions made from the catalogue, so that whatever is indexed can be asked about. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.documents import DocumentInfo
from assistant.web.suggestions import job_title
from assistant.web.texts import Texts

MOST = 3


def entrepreneur_examples(documents: Iterable[DocumentInfo], texts: Texts) -> list[str]:
    """Up to three questions of somebody who leads a company."""
    documents = list(documents)
    reports = [d for d in documents if d.metadata.kind == "report" and len(d.metadata.cluster) == 1]
    clusters = sorted({d.metadata.cluster[0] for d in reports})
    about_cluster, about_job = texts.examples_entrepreneur
    questions = [about_cluster.format(cluster=name) for name in _spread(clusters, 2)]
    questions += [about_job.format(job=title) for title in _spread(_job_titles(documents, texts), 1)]
    return questions[:MOST]


def teacher_examples(documents: Iterable[DocumentInfo], texts: Texts) -> list[str]:
    """Up to three questions of a teacher."""
    titles = _spread(_job_titles(documents, texts), MOST)
    forms = texts.examples_teacher
    return [forms[i % len(forms)].format(job=title) for i, title in enumerate(reversed(titles))]


def _job_titles(documents: Iterable[DocumentInfo], texts: Texts) -> list[str]:
    """One title a job, in the reader's language where the job has one."""
    jobs = [d for d in documents if d.metadata.kind == "job"]
    native = [d for d in jobs if d.metadata.language == texts.code or f"title_{texts.code}" in d.metadata.extra]
    titles: dict[str, str] = {}
    for document in native or jobs:
        job = (document.metadata.extra.get("id") or (document.id,))[0]
        titles.setdefault(job, job_title(document, texts))
    return sorted(set(titles.values()))


def _spread(names: Sequence[str], number: int) -> list[str]:
    """``number`` names from all over the list, short ones first: a long title makes a poor button.

    >>> _spread(["a", "bb", "c", "dd"], 2)
    ['a', 'c']
    """
    short = [name for name in names if len(name) <= 45] or list(names)
    if len(short) <= number:
        return short
    step = len(short) / number
    return [short[int(i * step)] for i in range(number)]

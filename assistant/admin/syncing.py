"""Syncs as jobs, and who else is writing the index."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.admin.jobs import Job, JobCancelledError, Jobs
from assistant.embedding import open_embedder
from assistant.errors import IndexLockedError
from assistant.index.generations import IndexFolder
from assistant.index.lock import Owner, read_owner
from assistant.ingestion import SyncReport, sync
from assistant.ingestion.report import Progress
from assistant.service import Assistant


def start_sync(
    jobs: Jobs,
    assistant: Assistant,
    user: str,
    paths: Sequence[str] = (),
    *,
    rebuild: bool = False,
    again: bool = False,
    model: str = "",
) -> Job:
    """Begin to make the index equal to the corpus folder, or to some files of it.

    Args:
        paths: relative to the corpus; everything when empty.
        again: read files anew though they are unchanged.
        rebuild: build the index anew, beside the one that answers.
        model: another embedding model for the new index, a name or folder; visitors are answered with it as soon as
            the new index is there.

    Raises:
        UsageError: another job is running.
        IndexLockedError: another process writes the index.
    """
    owner = owner_elsewhere(assistant, jobs)
    if owner is not None:
        raise IndexLockedError(
            f"Another ingestion is writing this index ({owner.describe()}); wait until it has ended."
        )
    settings = assistant.settings
    embedder = assistant.embedder
    if model:
        settings = settings.model_copy(update={"embedding_model": model})
        embedder = open_embedder(settings)
    root = settings.corpus_dir.resolve()

    def work(job: Job) -> SyncReport:
        def progressed(progress: Progress) -> None:
            job.done, job.total = progress.files_done, progress.files_total
            job.passages, job.at = progress.chunks_done, progress.path or job.at

        if model:
            embedder.load()
            assistant.know(embedder)
        report = sync(
            settings,
            paths=[str(root / path) for path in paths],
            rebuild=rebuild,
            again=again,
            embedder=embedder,
            on_progress=progressed,
            cancel=job.cancel,
        )
        if report.cancelled:
            raise JobCancelledError
        job.done = job.total
        return report

    return jobs.start("rebuild" if rebuild else "sync", user, work)


def owner_elsewhere(assistant: Assistant, jobs: Jobs) -> Owner | None:
    """The process that is writing the index, unless it is this one."""
    lock = IndexFolder(assistant.settings.index_dir).lock
    # Asking takes the lock for a moment, so it is asked only where a writer has left its note: a sync that begins
    # at that moment would otherwise be turned away.
    if jobs.running() is not None or not lock.with_name("writer.json").is_file():
        return None
    return read_owner(lock)

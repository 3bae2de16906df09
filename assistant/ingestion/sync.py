"""Makes the index equal to the corpus folder: what there is to do, and whether anything has to be written at all."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.embedding import Embedder, open_embedder
from assistant.errors import IndexMismatchError
from assistant.index.generations import IndexFolder
from assistant.index.lock import writer_lock
from assistant.index.manifest import Manifest
from assistant.index.registry import FileRecord, Registry
from assistant.ingestion.ledger import CancelledRunError, Ledger
from assistant.ingestion.manifests import manifest_of
from assistant.ingestion.plan import Action, plan
from assistant.ingestion.records import (
    blocked_record,
    failed_outcome,
    planned_outcome,
    same_but_for_time,
    skipped_outcome,
)
from assistant.ingestion.report import ProgressListener, SyncReport
from assistant.ingestion.scan import Scan, scan, select, selected
from assistant.loading import read_sidecar
from assistant.settings import Settings


def sync(
    settings: Settings,
    *,
    paths: Sequence[str] = (),
    dry_run: bool = False,
    rebuild: bool = False,
    again: bool = False,
    embedder: Embedder | None = None,
    on_progress: ProgressListener | None = None,
    cancel: threading.Event | None = None,
) -> SyncReport:
    """Make the index equal to the corpus folder and report what was done.

    Args:
        paths: restricts the sync to these files and folders; everything when empty.
        dry_run: only say what would be done.
        rebuild: build every document anew, beside the index that answers meanwhile.
        again: read the files anew though they are unchanged, for instance since OCR has been installed.
        embedder: the model to use, if the caller has one open already.
        on_progress: is told after each file that has been read and each portion embedded.
        cancel: once it is set, by any thread, the run ends within seconds; the index is then as it was before, the
            report has ``cancelled``, and what was embedded is kept for the next run.

    Raises:
        UsageError: the corpus folder or a path does not exist, or the metadata file is malformed.
        IndexLockedError: another ingestion is running.
        IndexMismatchError: the index was made with another model or size of passages; ``rebuild`` mends it.
        IndexWriteError: the disk refused a write. As with every error, the index is as it was.
        EmbeddingModelError: the model cannot be loaded.
    """
    folder = IndexFolder(settings.index_dir)
    ledger = Ledger(on_progress, cancel)
    with writer_lock(folder.lock):
        run = _Sync(settings, embedder or open_embedder(settings), folder, rebuild, ledger)
        try:
            return run.execute(paths, dry_run, again)
        except CancelledRunError:
            return run.cancelled()


@dataclass
class _Sync:
    settings: Settings
    embedder: Embedder
    folder: IndexFolder
    rebuild: bool
    ledger: Ledger
    rebuilt: tuple[str, ...] = ()
    """Why the index is built anew though nobody asked for it."""

    def execute(self, paths: Sequence[str], dry_run: bool, again: bool) -> SyncReport:
        current = self._usable_generation()
        if self.rebuilt:
            paths = ()  # an index that is made anew is made of all files
        with self.ledger.timed("scan"):
            selection = select(paths, self.settings.corpus_dir)
            found = scan(
                self.settings.corpus_dir,
                read_sidecar(self.settings.corpus_dir),
                max_file_mb=self.settings.max_file_mb,
                check=self.ledger.check,
            )
            indexed = self._known(current)
            known = {} if self.rebuild else indexed
            steps = plan(found.files, known, [s.path for s in found.skipped if s.failed], selection, again)
        blocked = self._blocked(found, indexed, selection)
        idle = all(step.action in (Action.UNCHANGED, Action.FAIL) for step in steps) and all(
            same_but_for_time(record, known.get(record.path)) for record in blocked
        )
        if dry_run or (idle and not self.rebuild):
            for step in steps:
                self.ledger.note(planned_outcome(step, known.get(step.path)))
            return self._report(current, dry_run=dry_run)
        # Imported here: chroma takes most of a second, which a run without anything to do should not.
        from assistant.ingestion.staged import StagedRun

        staged = StagedRun(self.settings, self.embedder, self.folder, self.rebuild, self.ledger)
        number = staged.write(current, steps, blocked)
        self.folder.sweep()
        if number is None:
            return self._report(current)
        return self._report(number, embedded=staged.embedded, reused=staged.reused)

    def cancelled(self) -> SyncReport:
        """The report of a run that was asked to stop: nothing was indexed, so there is nothing to say of files."""
        self.ledger.outcomes.clear()
        return self._report(self.folder.current(), cancelled=True)

    def _usable_generation(self) -> int | None:
        """The live generation, if there is one; for a rebuild also one that was made otherwise.

        An index of an earlier version of this program is built anew; one of another model or another size of passages
        is not, as that may have been set by mistake.
        """
        current = self.folder.current()
        if current is None or not self.folder.generation(current).is_dir():
            return None
        if not self.rebuild:
            manifest = Manifest.load(self.folder.generation(current))
            here = manifest_of(self.settings, self.embedder, current)
            differences = manifest.differences(here)
            if differences and manifest.differs_by_version_alone(here):
                self.rebuilt, self.rebuild = differences, True
            elif differences:
                raise IndexMismatchError(
                    f"The index was made otherwise ({'; '.join(differences)}); "
                    "run `python ingest.py --rebuild`, or set back what changed."
                )
        return current

    def _known(self, current: int | None) -> Mapping[str, FileRecord]:
        if current is None:
            return {}
        with Registry(self.folder.generation(current)) as registry:
            return registry.files()

    def _blocked(
        self, found: Scan, indexed: Mapping[str, FileRecord], selection: Sequence[str] | None
    ) -> tuple[FileRecord, ...]:
        """What is noted of the files that the scan left out; those that failed have a record to be kept."""
        records = []
        for skipped in found.skipped:
            if not skipped.failed:
                self.ledger.note(skipped_outcome(skipped))
            elif selected(skipped.path, selection):
                records.append(blocked_record(skipped, indexed.get(skipped.path)))
                self.ledger.note(failed_outcome(records[-1]))
        return tuple(records)

    def _report(
        self, number: int | None, *, dry_run: bool = False, cancelled: bool = False, embedded: int = 0, reused: int = 0
    ) -> SyncReport:
        documents = chunks = 0
        if number is not None and self.folder.generation(number).is_dir():
            with Registry(self.folder.generation(number)) as registry:
                documents, chunks = registry.counts()
        return SyncReport(
            generation=number,
            outcomes=self.ledger.sorted_outcomes(),
            documents=documents,
            chunks=chunks,
            chunks_embedded=embedded,
            chunks_reused=reused,
            seconds=dict(self.ledger.seconds),
            dry_run=dry_run,
            cancelled=cancelled,
            rebuilt=self.rebuilt,
        )

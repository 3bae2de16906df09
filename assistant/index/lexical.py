"""The words of the passages: a full-text index on disk (tantivy), scored by BM25.

Words are analysed by :mod:`assistant.index.analysis` and stored as ready terms. A passage is indexed in the fields
of its document's language, or of both languages when that is unknown; a question is analysed in each language and
searches all fields, so names, codes and shared words are found across languages.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import tantivy

from assistant.documents import Chunk, DocumentInfo
from assistant.errors import IndexUnusableError, IndexWriteError
from assistant.index.analysis import LANGUAGES, terms, words

LEXICAL_VERSION = "5"
"""Changes when a folder written by an older release must be written again."""

FIELD_WEIGHTS: Mapping[str, float] = {"body": 1.0, "heading": 0.3, "title": 0.3}
"""Weight of a stemmed term by where it stands. On the French and English development sets title weights from .1 to
.5 rank equally well; passages about one subject share their title, so it must not drown the body."""

EXACT_WEIGHT = 0.7
"""Weight of the unstemmed word beside the stemmed term. Both together rank better than either: nDCG@10 of BM25 alone
.829 (stems .815, words .815) in French and .974 (.973, .969) in English; flat between .4 and 1."""

_SATURATED = 2.2  # what one term can reach in tantivy's BM25, in units of its idf: k1 + 1
_MISSPELT_FROM = 6  # letters; shorter words have too many neighbours that mean something else
_MISSPELT_WEIGHT = 0.85  # half of what a word found as it stands and by its stem weighs
_WRITER_HEAP = 64_000_000  # bytes that tantivy may fill before it writes a segment
_NAMES = ("aliases", "title_fr", "title_en")  # keys of the front matter by which people call a document


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A passage that shares words with the question, with its BM25 score (0 and more, not bounded)."""

    chunk_id: str
    document_id: str
    score: float


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("chunk", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", stored=True, tokenizer_name="raw", index_option="basic")
    for language in LANGUAGES:
        for field in FIELD_WEIGHTS:
            name = f"{field}_{language}"
            builder.add_text_field(name, stored=True, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("exact", stored=True, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalWriter:
    """Changes the index in ``folder``, which is created if it is missing. One writer at a time, ended by ``commit``.

    Raises:
        IndexUnusableError: the folder holds something else.
        IndexWriteError: the disk refuses.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._deleted = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
            index = tantivy.Index(_schema(), path=str(folder))
            self._writer = index.writer(_WRITER_HEAP, 1)
        except (ValueError, OSError) as error:
            raise _unusable(folder, error) from None

    def delete_documents(self, ids: Iterable[str]) -> None:
        """Remove every passage of the given documents."""
        for document_id in ids:
            self._deleted = True
            self._writer.delete_documents_by_term("document", document_id)

    def add(self, document: DocumentInfo, chunks: Sequence[Chunk]) -> None:
        """Add the passages of a document, which must have been deleted if it was there before."""
        languages = [document.metadata.language] if document.metadata.language in LANGUAGES else LANGUAGES
        titles = " \n ".join((document.metadata.title, *names(document)))
        for chunk in chunks:
            entry = tantivy.Document(chunk=chunk.id, document=document.id)
            for language in LANGUAGES:  # a document may be called by its name in the other language
                entry.add_text(f"title_{language}", " ".join(terms(titles, language)))
            for language in languages:
                entry.add_text(f"heading_{language}", " ".join(terms(" \n ".join(chunk.heading), language)))
                entry.add_text(f"body_{language}", " ".join(terms(chunk.text, language)))
            entry.add_text("exact", " ".join(words(chunk.text, languages[0])))
            self._call(partial(self._writer.add_document, entry))

    def commit(self) -> None:
        """Write everything to the disk and end the writer: the folder is then complete and no thread is left."""
        self._call(self._writer.commit)
        self._call(self._writer.wait_merging_threads)
        if self._deleted:
            self._call(self._compact)

    def _compact(self) -> None:
        """Write the passages that are left into a fresh index.

        Tantivy goes on counting the words of deleted passages, so that scores would depend on the history of an
        index; after this they are those of an index made at one go. The terms are stored: nothing is analysed again.
        """
        index = tantivy.Index.open(str(self._folder))
        searcher = index.searcher()
        fresh = self._folder.with_name(f"{self._folder.name}.fresh")
        fresh.mkdir()
        writer = tantivy.Index(_schema(), path=str(fresh)).writer(_WRITER_HEAP, 1)
        if searcher.num_docs:
            for _, address in searcher.search(tantivy.Query.all_query(), searcher.num_docs, count=False).hits:
                writer.add_document(tantivy.Document(**searcher.doc(address).to_dict()))
        writer.commit()
        writer.wait_merging_threads()
        shutil.rmtree(self._folder)
        fresh.rename(self._folder)

    @staticmethod
    def _call(action: Callable[[], object]) -> None:
        try:
            action()
        except (ValueError, OSError) as error:
            raise IndexWriteError(f"The word index cannot be written: {error}.") from None


def names(document: DocumentInfo) -> tuple[str, ...]:
    """The names by which a document may be called besides its title: clusters, aliases, titles in both languages."""
    extra = document.metadata.extra
    return tuple(dict.fromkeys((*document.metadata.cluster, *(name for key in _NAMES for name in extra.get(key, ())))))


class LexicalIndex:
    """Reads the index in ``folder`` as it was when opened; safe to use from several threads.

    Raises:
        IndexUnusableError: the folder holds no index, or one that is damaged.
    """

    def __init__(self, folder: Path) -> None:
        try:
            index = tantivy.Index.open(str(folder))
            self._schema = index.schema
            self._searcher = index.searcher()
        except (ValueError, OSError) as error:
            raise _unusable(folder, error) from None
        self._total = self._searcher.num_docs

    def search(self, text: str, language: str, k: int, document_ids: Collection[str] | None = None) -> list[LexicalHit]:
        """The ``k`` best passages for a question, best first; only of ``document_ids`` where given."""
        if k < 1 or (document_ids is not None and not document_ids):
            return []
        query = self._query(text, language)
        if document_ids is not None:
            allowed = tantivy.Query.term_set_query(self._schema, "document", list(document_ids))
            filtered = tantivy.Query.const_score_query(allowed, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, filtered)])
        hits = []
        for score, address in self._searcher.search(query, k, count=False).hits:
            stored = self._searcher.doc(address)
            hits.append(LexicalHit(str(stored.get_first("chunk")), str(stored.get_first("document")), float(score)))
        return hits

    def _query(self, text: str, language: str) -> tantivy.Query:
        """Words as they stand, plus stems: those of the language in which a passage matches better."""
        stemmed = [
            self._any_of(
                (f"{field}_{each}", term, weight)
                for term in dict.fromkeys(terms(text, each))
                for field, weight in FIELD_WEIGHTS.items()
            )
            for each in LANGUAGES
        ]
        own = [language] if language in LANGUAGES else LANGUAGES
        exact = dict.fromkeys(word for each in own for word in words(text, each))
        clauses = [tantivy.Query.disjunction_max_query(stemmed)]
        clauses.append(self._any_of(("exact", word, EXACT_WEIGHT) for word in exact))
        clauses += [self._near(word) for word in exact if self._is_misspelt(word, own)]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])

    def _is_misspelt(self, word: str, languages: Sequence[str]) -> bool:
        """Whether a word is long enough to be recognised by its letters and unknown in every form."""
        if len(word) < _MISSPELT_FROM or not word.isalpha() or self._searcher.doc_freq("exact", word):
            return False
        stems = (
            (f"{field}_{each}", term) for each in languages for term in terms(word, each) for field in FIELD_WEIGHTS
        )
        return not any(self._searcher.doc_freq(field, term) for field, term in stems)

    def _near(self, word: str) -> tantivy.Query:
        """Passages with a word that differs by one letter, scored as for a rare word of which one is half sure."""
        near = tantivy.Query.fuzzy_term_query(self._schema, "exact", word, distance=1, transposition_cost_one=True)
        return tantivy.Query.const_score_query(near, _MISSPELT_WEIGHT * math.log1p(self._total / 2))

    def _any_of(self, weighted: Iterable[tuple[str, str, float]]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term_query(*each)) for each in weighted])

    def _term_query(self, field: str, term: str, weight: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term, "freq"), weight)

    def ceiling(self, text: str, language: str) -> float:
        """The score that a passage made of nothing but the question's words would come close to.

        Dividing by it makes scores of different questions comparable. Words that no passage has weigh most.
        """
        own = [language] if language in LANGUAGES else LANGUAGES
        stems = max(sum(map(self.idf, set(terms(text, each)))) for each in own)
        exact = max(sum(map(self.idf, set(words(text, each)))) for each in own)
        return _SATURATED * (FIELD_WEIGHTS["body"] * stems + EXACT_WEIGHT * exact)

    def idf(self, term: str) -> float:
        """Rarity of a term: BM25's inverse document frequency, highest for a term that no passage has."""
        found = max(self._searcher.doc_freq(field, term) for field in ("body_fr", "body_en", "exact"))
        return math.log1p((self._total - found + 0.5) / (found + 0.5))

    def chunk_ids(self) -> frozenset[str]:
        """The ids of all passages: what a check compares with the registry."""
        everything = self._searcher.search(tantivy.Query.all_query(), max(1, self._total), count=False)
        return frozenset(str(self._searcher.doc(address).get_first("chunk")) for _, address in everything.hits)


def _unusable(folder: Path, error: Exception) -> IndexUnusableError:
    return IndexUnusableError(f"The word index in {folder} cannot be used ({error}); rebuild it.")

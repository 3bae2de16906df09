"""The index: immutable generations on disk, one writer, any number of readers.

::

    INDEX_DIR/
      CURRENT                  the number of the live generation; replaced atomically
      generations/<n>/
        manifest.json          what the generation was made with
        registry.sqlite        documents, files, texts, chunk positions, language means
        chroma/                vectors: one collection a language
        lexical/               inverted index
      embeddings.sqlite        cache of vectors, so that nothing is embedded twice and an interrupted run resumes
      sentences.sqlite         the same for the sentences that answers are chosen from; written by servers
      lock, writer.json        one writer at a time, and who it is

A sync copies the live generation, changes the copy and publishes it by replacing ``CURRENT``. Readers open a
:class:`~assistant.index.snapshot.Snapshot` of one generation; no write ever touches what they read, so a crash
of the writer leaves the old state whole and a reader sees either all of a sync or nothing of it. The price is a
second copy of the index on disk.
"""

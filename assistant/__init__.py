"""A chat assistant over the documents of French industrial clusters, with answers that can be checked.

Read the package in the order in which data flows: ``loading`` → ``chunking`` → ``embedding`` → ``index``
(all driven by ``ingestion``), then ``retrieval`` → ``answering`` (driven by ``service``), and on top of both
``cli`` and ``web``.
"""

__version__ = "0.1.0"

"""Make the index equal to the corpus folder: ``python ingest.py [PATH…]``; see ``--help``."""

import sys

from assistant.cli import ingest_main

if __name__ == "__main__":
    sys.exit(ingest_main())

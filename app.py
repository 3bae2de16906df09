"""Start the chat page: ``python app.py``; see ``--help``."""

import sys

from assistant.cli import serve_main

if __name__ == "__main__":
    sys.exit(serve_main())

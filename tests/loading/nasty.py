"""A reader that misbehaves as the file tells it; the tests of isolation give it to the workers."""

import os
import time
from pathlib import Path

from assistant.loading.parts import Parsed, Part


def read(source):
    match source.data.decode().split():
        case ["hang"]:
            while True:
                time.sleep(0.1)
        case ["spin", pid_file]:
            Path(pid_file).write_text(str(os.getpid()))
            while True:
                pass
        case ["eat"]:
            hoard = []
            while True:
                hoard.append(bytearray(10_000_000))
        case ["die"]:
            os.kill(os.getpid(), 11)
        case ["pid"]:
            yield Parsed((Part(str(os.getpid())),))
        case ["modules"]:
            import sys

            yield Parsed((Part(" ".join(sys.modules)),))
        case _:
            raise ValueError("something that the format does not allow")

"""``doctor``: what is wrong with settings, model and index, and what to do about it."""

from __future__ import annotations

import json
from dataclasses import asdict

from assistant.cli.text import printable
from assistant.doctor import Severity, examine, repair
from assistant.settings import Settings

_MARKS = {Severity.GOOD: "ok  ", Severity.NOTE: "note", Severity.PROBLEM: "BAD "}


def doctor(settings: Settings, *, fix: bool, as_json: bool) -> int:
    """Exit code 0 when nothing is wrong, 1 when something is."""
    if fix:
        repair(settings)
    findings = examine(settings)
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            remedy = f" Remedy: {finding.remedy}." if finding.remedy else ""
            print(printable(f"{_MARKS[finding.severity]} {finding.check}: {finding.message}{remedy}"))
    return 1 if any(finding.severity is Severity.PROBLEM for finding in findings) else 0

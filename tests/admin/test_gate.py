"""Nobody gets in without a login, whatever the route; and nothing changes without the session's token."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount

from assistant.admin.guard import SESSION_COOKIE
from assistant.admin.sessions import LONGEST_SESSION_S
from tests.admin.conftest import PASSWORD, field

OPEN = {("GET", "/admin/login"), ("POST", "/admin/login")}


def test_x(admin):
    for path in (
        "/",
        "/documents",
        "/uploads",
        "/index",
        "/trash",
        "/insight",
        "/health",
        "/audit",
        "/documents/file?path=reports/clocks.md",
    ):
        print(path, len(admin.page(path)))

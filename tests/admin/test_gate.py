"""Nobody gets in without a login, whatever the route; and nothing changes without the session's token."""

from __future__ import annotations

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

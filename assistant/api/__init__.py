"""For programs: HTTP (``create_api``) and the Model Context Protocol (``create_mcp``)."""

from assistant.api.app import create_api
from assistant.api.asking import Asking
from assistant.api.mcp import Mcp, create_mcp

__all__ = ["Asking", "Mcp", "create_api", "create_mcp"]

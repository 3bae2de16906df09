"""The web pages: a chat in Gradio, a reader for documents, and the server that carries both."""

from assistant.web.server import create_app, serve

__all__ = ["create_app", "serve"]

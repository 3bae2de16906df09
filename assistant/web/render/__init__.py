"""The HTML of the chat page. Pure, and the only place where text from outside becomes HTML: all of it is escaped."""

from assistant.web.render.cards import sources
from assistant.web.render.frame import filters, hints, masthead, status, toolbar, welcome, words
from assistant.web.render.turns import turn, turns

__all__ = ["filters", "hints", "masthead", "sources", "status", "toolbar", "turn", "turns", "welcome", "words"]

"""The addresses of the site beside the chat: each module gives one router."""

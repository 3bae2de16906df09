"""The chat page: Gradio components (``page``), what each event changes on them (``events``), pure parts beside them."""

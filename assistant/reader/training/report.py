"""What a training leaves in its output folder."""

WEIGHTS = "reader.safetensors"
"""The weights in float16, without the word embeddings."""

CHECKPOINT = "checkpoint.pt"
"""What a training goes on from after an interruption."""

REPORT = "report.json"
"""Steps, pairs, seconds and the plan, as one object."""

"""What lets the server be left alone: limits per visitor, request log, metrics, health."""

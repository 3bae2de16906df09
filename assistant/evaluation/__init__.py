"""Measures retrieval, answers and abstention on sets of questions; see :mod:`assistant.evaluation.report`."""

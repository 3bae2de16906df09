import pytest

from assistant.documents import Filters, Query
from assistant.retrieval import understand


@pytest.mark.parametrize(
    ("text", "language"),
    [("Quels métiers recrutent ?", "fr"), ("Which jobs are hiring?", "en"), ("H1506", ""), ("", "")],
)
def test_questions_are_cleaned_and_their_language_told(text: str, language: str) -> None:
    query = understand(f"  {text}\0 \n", Filters(kind=("job",)))
    assert query == Query(text, language, Filters(kind=("job",)))

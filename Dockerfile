# The assistant in a container. Documents and index live in volumes; nothing of an operator's is baked in.
FROM python:3.11-slim

# Security fixes of the distribution are wanted more than the same bytes again.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-fra \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home assistant

WORKDIR /app
COPY pyproject.toml README.md LICENSE ./
COPY assistant assistant
RUN pip install --no-cache-dir .
COPY app.py ingest.py ./
COPY corpus /corpus
RUN mkdir /index /cache && chown -R 10001 /index /cache /corpus

USER 10001
ENV ASSISTANT_HOST=0.0.0.0 \
    ASSISTANT_CORPUS_DIR=/corpus \
    ASSISTANT_INDEX_DIR=/index \
    ASSISTANT_CACHE_DIR=/cache \
    ASSISTANT_LOG_FORMAT=json
VOLUME ["/corpus", "/index", "/cache"]
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/health', timeout=4)"]

# Exit code 1 of the ingestion means that some files failed and the rest is indexed: the page can open.
CMD ["sh", "-c", "python ingest.py || [ $? -eq 1 ] && exec python app.py"]

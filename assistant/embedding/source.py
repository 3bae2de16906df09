"""Where an embedding model comes from, and the name under which an index remembers it. Never imports torch."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from assistant.embedding.bundled import bundled_model, bundled_name
from assistant.errors import EmbeddingModelError
from assistant.settings import BUNDLED_MODEL

_HUB_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?", re.ASCII)
_UNUSED_ON_HUB = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.tflite", "*.png", "*.jpg"]
_PLAIN_WEIGHTS = ["*.bin", "*.pt", "*.pth"]
_SAMPLES, _SAMPLE_BYTES = 16, 1 << 16  # 1 MB of each large file is hashed: any retrained network differs there


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A model that is on this machine: ``folder`` as sentence-transformers saves it, ``model_id`` its identity."""

    model_id: str
    folder: Path


def identify(name: str) -> str:
    """The identity of the model called ``name`` (name and revision), as cheaply as it can be known.

    Raises:
        EmbeddingModelError: there is no such model.
    """
    if name == BUNDLED_MODEL:
        return bundled_name()
    return _locate_other(name).model_id


def locate(name: str, cache_dir: Path) -> ModelSource:
    """The model called ``name``, converted (``bundled``) or fetched (a name on the model hub) if it is not here yet.

    Raises:
        EmbeddingModelError: there is no such model, or it can be neither converted nor fetched.
    """
    if name == BUNDLED_MODEL:
        return ModelSource(bundled_name(), bundled_model(cache_dir, thorough=True))
    return _locate_other(name)


def _locate_other(name: str) -> ModelSource:
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not any((folder / file).is_file() for file in ("modules.json", "config.json")):
            raise _no_such_model(name, "the folder holds no sentence-transformers model (no modules.json)")
        return ModelSource(f"{folder.resolve().name}@{_fingerprint(folder)}", folder)
    if not _HUB_NAME.fullmatch(name):
        raise _no_such_model(name, "the folder does not exist")
    return _from_hub(name)


def _no_such_model(name: str, reason: str) -> EmbeddingModelError:
    return EmbeddingModelError(
        f"ASSISTANT_EMBEDDING_MODEL={name}: no such model ({reason}); "
        f"name a sentence-transformers folder or a model of the hub, or use `{BUNDLED_MODEL}`."
    )


def _from_hub(name: str) -> ModelSource:
    """A model of the hub: the copy in the hub's own cache, else fetched, since the operator named it."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        try:
            path = snapshot_download(repository, local_files_only=True)
        except LocalEntryNotFoundError:
            path = snapshot_download(repository, ignore_patterns=[*_UNUSED_ON_HUB, *_PLAIN_WEIGHTS])
            if not list(Path(path).rglob("*.safetensors")):
                path = snapshot_download(repository, ignore_patterns=_UNUSED_ON_HUB)
    except LocalEntryNotFoundError:
        raise _no_such_model(name, "no folder of that name, and the model hub cannot be reached") from None
    except (HfHubHTTPError, HFValidationError, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise _no_such_model(name, f"the model hub says: {reason.rstrip('.')}") from None
    return ModelSource(f"{repository}@{Path(path).name}", Path(path))


def _fingerprint(folder: Path) -> str:
    """Twelve hexadecimal digits that change when a configuration or the weights below ``folder`` do."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix == ".md" or path.name.startswith("."):
            continue
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        with path.open("rb") as stream:
            if size <= _SAMPLES * _SAMPLE_BYTES:
                digest.update(stream.read())
                continue
            for sample in range(_SAMPLES):
                stream.seek((size - _SAMPLE_BYTES) * sample // (_SAMPLES - 1))
                digest.update(stream.read(_SAMPLE_BYTES))
    return digest.hexdigest()[:12]


def longest_input(folder: Path) -> int | None:
    """Tokens that the model reads, special ones included, by its configuration files; None where they do not say."""
    for file, key in (
        ("sentence_bert_config.json", "max_seq_length"),
        ("tokenizer_config.json", "model_max_length"),
        ("config.json", "max_position_embeddings"),
    ):
        value = read_json(folder / file).get(key)
        if isinstance(value, int) and 0 < value < 1_000_000:  # transformers writes 10**30 for "no limit"
            return value
    return None


def read_json(path: Path) -> dict[str, object]:
    """The object in a JSON file; empty if there is none."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def missing_prompts(folder: Path, model_id: str) -> dict[str, str] | None:
    """The prompts of E5 models for one that does not bring its own, None for any other model.

    The E5 family is trained with ``query: `` and ``passage: ``, but its members on the hub do not say so in a form
    that sentence-transformers reads. Their "instruct" variants want other prompts and are left alone.
    """
    own = read_json(folder / "config_sentence_transformers.json").get("prompts")
    if isinstance(own, dict) and any(own.values()):
        return None
    original = read_json(folder / "config.json").get("_name_or_path", "")
    names = f"{model_id.partition('@')[0]} {original}".lower()
    if "instruct" in names or not re.search(r"(?:^|[\s/_-])e5(?:[\s/_-]|$)", names):
        return None
    return {"query": "query: ", "document": "passage: "}

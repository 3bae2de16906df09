"""Tiny models with random weights, made in a second, that stand in for real ones."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = [
    "alpha",
    "beta",
    "est",
    "à",
    "brest",
    "forme",
    "soudeurs",
    "le",
    "siège",
    "claim",
    "report",
    "où",
    "qui",
    ".",
    "?",
    ":",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
]
VOCABULARY = {word: n for n, word in enumerate(["<s>", "<pad>", "</s>", "<unk>", "<mask>", *WORDS])}


def tiny_tokenizer() -> Tokenizer:
    """Splits at white space and punctuation, with the special tokens of the real one; knows :data:`WORDS`."""
    tokenizer = Tokenizer(models.WordLevel(VOCABULARY, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def save_tokenizer(folder: Path) -> None:
    from transformers import PreTrainedTokenizerFast

    PreTrainedTokenizerFast(
        tokenizer_object=tiny_tokenizer(), bos_token="<s>", pad_token="<pad>", eos_token="</s>", unk_token="<unk>",
        cls_token="<s>", sep_token="</s>", mask_token="<mask>", model_max_length=512,
    ).save_pretrained(folder)  # fmt: skip


def save_encoder(folder: Path, layers: int = 1) -> None:
    """An encoder as wide as the reader, as sentence-transformers saves one."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(VOCABULARY), hidden_size=384, num_hidden_layers=layers, num_attention_heads=12,
        intermediate_size=4 * 384, max_position_embeddings=512, pad_token_id=1,
    )  # fmt: skip
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    save_tokenizer(folder)


def save_cross_encoder(folder: Path, labels: int = 1) -> None:
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(VOCABULARY), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        num_labels=labels, pad_token_id=1, initializer_range=0.5,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    save_tokenizer(folder)

"""The files of underthesea whose results our decoders are proven to give: releases 9.5.0 and all that have the same."""

import hashlib
from pathlib import Path

_NORMALISE = "pipeline/text_normalize"
_SEGMENTER = "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727"
PROVEN = {  # by the file in the package's folder: the SHA-256 of its bytes
    "pipeline/sent_tokenize/__init__.py": "9fad5c8510a2bf9df2b94b59217d4351a5496eaa7210dd5e0ce610beddf6dab7",
    "pipeline/sent_tokenize/punkt_params.json": "c54c3556e498a735ef224740b107c7246e745ebbdb944119f79382a7f31c050d",
    f"{_NORMALISE}/character_normalize.py": "f10727cca09ec90c88abaaa6b697ad3a1205ab783066ad0b59fa31ecdaa792d1",
    f"{_NORMALISE}/text_normalizer.py": "f35f6d22e7b1c4f916bc0f832222496ff3993be4f31d34dee2c8fed4565b4c2d",
    f"{_NORMALISE}/tn_rules_2023_07_14.bin": "a8ef96ef9837f6a377154fdfc970b9b88351d39f9353fa693d53ab49798817f9",
    "pipeline/word_tokenize/__init__.py": "65b26025dfd44e2e1ddb03b98b1a25a26fe703596b22730e0c16f79a7f0fbb5d",
    "pipeline/word_tokenize/regex_tokenize.py": "5cb4fdc04fc806ac51842d9ec96834e9647262361bf865bacc164e96dc898a76",
    "models/fast_crf_sequence_tagger.py": "2f7dba214c3e4ea31221a328e759c5a11deff902c9768581a061e8a4a28d8762",
    f"{_SEGMENTER}/models.bin": "c3a64c64349f1d73304f89babacaa8f8cd6078b1ec1a1b2c104e9e411ac1d2c3",
    f"{_SEGMENTER}/features.bin": "cf93263c7c7973bf50122b0be76a394443ff61be00c1368713dee1b7d5b8a435",
    f"{_SEGMENTER}/dictionary.bin": "ec8c62b3881c6682c18959988e1fe08800cc835777778845bded470ca02745d9",
    "pipeline/pos_tag/model_crf.py": "1cd2d47e97dc0d7809b9c814eb6d12f9bf910852e807f626ac74e10370e15afe",
    "pipeline/pos_tag/tagged_feature.py": "1a19bc38d48f140344be6af15139c06cc90c2b52d430437e9ece26c56de223e1",
    "pipeline/pos_tag/pos_crf_2017_10_11.bin": "5b1606d0c3688cda7cc1e19b3789e1b98412eb94fc507219dc3bd19ef7ac7493",
}


class UnprovenModels(UserWarning):
    """The installed underthesea is another than our decoders are proven for: its own, slow calls are used."""


def unproven(folder: Path) -> list[str]:
    """Return the files under `folder`, that of an installed underthesea, that are missing or have other bytes."""
    return [name for name, digest in PROVEN.items() if _digest(folder / name) != digest]


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None

"""Numbers as people read them: grouped, or in short with their scale word, by the custom of either language."""

from collections.abc import Mapping

_SCALES: Mapping[str, tuple[tuple[float, str], ...]] = {
    "vi": ((1e12, "nghìn tỷ"), (1e9, "tỷ"), (1e6, "triệu")),
    "en": ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")),
}


def grouped(value: float, lang: str = "vi", *, digits: int = 3) -> str:
    """Write a number with thousands apart and at most `digits` decimals: `1.234,5`, in English `1,234.5`."""
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def short(value: float, lang: str = "vi") -> str:
    """Write a number in at most three or four figures: `76,4 tỷ`, `1,2 triệu`, `9.870`."""
    for scale, word in _SCALES["vi" if lang == "vi" else "en"]:
        if abs(value) >= scale:
            amount = value / scale
            return f"{grouped(amount, lang, digits=0 if abs(amount) >= 100 else 1)} {word}"
    return grouped(value, lang, digits=0 if abs(value) >= 100 else 1)

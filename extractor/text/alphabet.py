"""The letters of Vietnamese as classes for regular expressions."""

_MARKED = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

LOWER = "a-z" + _MARKED
UPPER = "A-Z" + _MARKED.upper()
MARKED_LOWER = _MARKED
MARKED = _MARKED + _MARKED.upper()
LETTER = LOWER + UPPER

INVISIBLE = "\xad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
"""A class too: characters that take no room: joiners, marks of direction, soft hyphens."""

NUMERIC = "²³¹¼-¾⁰-₉⅐-↋①-⒛"
"""A class: what `\\w` holds that is neither a letter nor a decimal digit."""

"""The letters of Vietnamese as classes for regular expressions."""

_MARKED = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

LOWER = "a-z" + _MARKED
UPPER = "A-Z" + _MARKED.upper()
MARKED_LOWER = _MARKED
MARKED = _MARKED + _MARKED.upper()
LETTER = LOWER + UPPER

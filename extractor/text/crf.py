"""Conditional random fields as CRFsuite stores them: read to the last bit, and decoded as underthesea's core does.

A file holds labels, attributes (`T[-1,0].lower=ủy ban`), the weight of each attribute for each label, and the weight of
each step from label to label. The numbers are little-endian: a header, then chunks at the offsets that it names.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import TableError

Vector = tuple[float, ...]  # a number for each label

_HEADER = struct.Struct("<4sI4s9I")  # magic, size, type, version, counts (3), offsets: features, labels, attributes, …
_FEATURE = struct.Struct("<IIId")  # kind (0: attribute, 1: step), from, to, weight
_STEP = 1
_DUST = 1e-10  # the library drops weights of attributes as small as this


@dataclass(frozen=True, slots=True)
class Crf:
    """A model: `weights[template][value]` and `steps[label]` are vectors over the `labels`, by their index."""

    labels: tuple[str, ...]
    weights: dict[str, dict[str, Vector]]
    steps: tuple[Vector, ...]

    def decode(self, attributes: Sequence[Sequence[tuple[str, str]]]) -> list[int]:
        """Return the best labels of a sequence whose positions have these (template, value), in the library's order.

        This is the algorithm itself, and slow: sums and comparisons are made one by one as the library makes them, so
        that ties fall as they fall there.
        """
        columns = [tuple(step[label] for step in self.steps) for label in range(len(self.labels))]
        score, back = self.emission(attributes[0]), []
        for position in attributes[1:]:
            reached = [[s + step for s, step in zip(score, column, strict=True)] for column in columns]
            back.append([routes.index(max(routes)) for routes in reached])
            emission = self.emission(position)
            score = [max(routes) + weight for routes, weight in zip(reached, emission, strict=True)]
        path = [score.index(max(score))]
        for best in reversed(back):
            path.append(best[path[-1]])
        return path[::-1]

    def emission(self, attributes: Sequence[tuple[str, str]]) -> list[float]:
        """Return what the attributes of one position weigh for each label, summed from the first to the last."""
        total = [0.0] * len(self.labels)
        for template, value in attributes:
            if found := self.weights.get(template, {}).get(value):
                total = [a + b for a, b in zip(total, found, strict=True)]
        return total


def read_crf(path: Path) -> Crf:
    """Read a model file of CRFsuite; raises TableError where it is none."""
    data = path.read_bytes()
    try:
        return _crf(data)
    except (struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
        raise TableError(str(path), f"no model of CRFsuite ({error})", cure="install underthesea again") from error


def _crf(data: bytes) -> Crf:
    magic, _, kind, *_, features, labels, attributes, _, _ = _HEADER.unpack_from(data)
    if (magic, kind) != (b"lCRF", b"FOMC"):
        raise ValueError(f"it begins with {magic!r}, {kind!r}")
    names, keys = tuple(_strings(data, labels)), list(_strings(data, attributes))
    states: dict[int, list[float]] = {}
    steps = [[0.0] * len(names) for _ in names]
    for feature, source, target, weight in _features(data, features):
        if feature == _STEP:
            steps[source][target] = weight
        elif abs(weight) > _DUST:
            states.setdefault(source, [0.0] * len(names))[target] = weight
    weights: dict[str, dict[str, Vector]] = {}
    for key, vector in states.items():
        template, _, value = keys[key].partition("=")
        weights.setdefault(template, {})[value] = tuple(vector)
    return Crf(names, weights, tuple(map(tuple, steps)))


def _strings(data: bytes, at: int) -> Iterator[str]:
    """Yield the strings of a constant database (CQDB), by their numbers."""
    count, backward = struct.unpack_from("<II", data, at + 16)
    for (offset,) in struct.iter_unpack("<I", data[at + backward : at + backward + 4 * count]):
        _, size = struct.unpack_from("<II", data, at + offset)
        yield data[at + offset + 8 : at + offset + 7 + size].decode("utf-8")


def _features(data: bytes, at: int) -> Iterator[tuple[int, int, int, float]]:
    _, _, count = struct.unpack_from("<4sII", data, at)
    return _FEATURE.iter_unpack(data[at + 12 : at + 12 + count * _FEATURE.size])

"""Which area does the figure cover?"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import regex

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import LocalityMention, QuantityMention
from extractor.text.normalise import lower

Parent = Callable[[Unit], Unit | None]

_OFFICER = regex.compile(
    r"(?:chủ tịch|bí thư|giám đốc|trưởng|ủy viên|đại diện|lãnh đạo|đồng chí|phó)\b[^,;:.]{0,70}$", regex.IGNORECASE
)
_BODY = regex.compile(
    r"(?:mttq|mặt trận|ubmttq|ủy ban|tỉnh ủy|huyện ủy|thành ủy|thị ủy|quận ủy|đảng ủy|ubnd|hđnd|hội|đoàn|liên đoàn|ban)\b[^,;:.()]{0,60}$",
    regex.IGNORECASE,
)
_FRONT = regex.compile(r"(?:mttq|mặt trận|ubmttq)\b[^,;:.()]{0,60}$", regex.IGNORECASE)
_VENUE = regex.compile(r"(?:\btại|\bở|\btrên địa bàn|khách sạn|hội trường|trung tâm|quảng trường)\s[^;.]{0,40}$", regex.IGNORECASE)
_BESIDE = regex.compile(r"(?:^|\s)(?:ở|tại|giúp|cho|của|thuộc|về|đến|vùng|nhân dân|người dân|hộ nghèo|bà con|trên địa bàn|quê)\s[^,;:]{0,25}$", regex.IGNORECASE)
_SHARE = regex.compile(r"\b(?:trong đó|riêng|nhất là|nhiều nhất|tiêu biểu|đặc biệt|điển hình|như|dẫn đầu|đi đầu|kế đến|tiếp đến|cao nhất)\b", regex.IGNORECASE)
_VILLAGE = regex.compile(
    r"(?:\s{1,2}\p{L}+){0,4}?\s{1,2}(?:ở|tại|trong|của)\s(?:(?:cả|toàn)\s)?(?:xã|thôn|bản|ấp|xóm|khóm|buôn|làng)\b", regex.IGNORECASE
)
_NEIGHBOUR = regex.compile(r"\b(?:hộ|gia đình|nhà)\s(?:ông|bà|anh|chị|em|cụ)\s\p{Lu}|\b(?i:ông|bà|anh|chị|cụ)\s\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+){0,3}\s(?:cũng |đã |tự nguyện ){0,2}(?:hiến|góp|nhường|ủng hộ|được hỗ trợ|được tặng|được nhận|được trao)")
_GIVER = regex.compile(
    r"\b(?:do|từ|nhờ|nhóm|đoàn công tác|mạnh thường quân|công ty|nhà hảo tâm|tập đoàn|ngân hàng|câu lạc bộ|hội đồng hương|chùa|doanh nghiệp)\b[^,;:]{0,40}$",
    regex.IGNORECASE,
)
_FROM = regex.compile(r"\b(?:của|từ|quê)\s$", regex.IGNORECASE)
_LINK = regex.compile(r"\s{0,2}(?:[,(/-]|và|thuộc|,\s?thuộc|\s)\s{0,2}(?:(?:các|hai|ba)\s)?(?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường|thị trấn|tp\.?|tx\.?|h\.|q\.)?\s{0,2}\(?", regex.IGNORECASE)
_PLURAL = regex.compile(r"(?:\bcác|\bnhiều|\bmột số|\bmỗi|\btừng|\bcấp|\bliên|\bhai|\bba|\bnhững|\d|\bnông thôn|\bcông an|\bcán bộ|\b(?:xã|phường|huyện|quận|tỉnh|thị trấn|thôn|ấp|thị xã|bản|buôn),|\b(?:huyện|tỉnh|quận|thành phố)\s(?:và|đến|tới|,))\s?$", regex.IGNORECASE)
_MOST = 0.6  # share of the places named that the reporting area holds, where no body reports
_VILLAGE_WORDS = {"thôn", "bản", "ấp", "xóm", "khóm", "buôn", "làng"}
_ACTS = regex.compile(
    r"\s{0,2}[,)]?\s{0,2}(?:\([^)]{1,40}\)\s?)?(?:vừa|đã|sẽ|long trọng)?\s{0,2}(?:sơ kết|tổng kết|tổ chức|tiến hành|phát động|triển khai|ra mắt|khánh thành|trao|bàn giao"
    r"|khởi công|vận động|huy động|tiếp nhận|hoàn thành)\b",
    regex.IGNORECASE,
)
_SAYS = regex.compile(r"[^.;:]{0,45}\b(?:cho biết|cho hay|chia sẻ|thông tin|báo cáo|khẳng định|nói|kể|trao đổi|đánh giá)\b", regex.IGNORECASE)
_VILLAGE_NAME = regex.compile(r"(?:thôn|ấp|bản|xóm|khu phố|tổ dân phố|buôn|làng|khóm|sóc|khối)\s((?-i:[\p{Lu}\d])\S*(?:\s(?-i:[\p{Lu}\d])[^\s,;.()]*){0,3})", regex.IGNORECASE)
_AT = regex.compile(r"\b(?:tại|ở)\s$", regex.IGNORECASE)
_MEETS = regex.compile(r"\b(?:hội nghị|họp|đại hội|sơ kết|tổng kết|hội thảo|tọa đàm|giám sát|kỳ họp)\b", regex.IGNORECASE)
_HAMLET = regex.compile(r"(?:thôn|ấp|bản|xóm|khu phố|tổ dân phố|buôn|làng|khóm|khu dân cư)\s[^,;]{1,30},\s?(?:(?:xã|phường|thị trấn)\s)?$", regex.IGNORECASE)
_AMONG = regex.compile(r"(?:dẫn đầu|đứng đầu|nhất|đầu|so với)\s$", regex.IGNORECASE)
_WHOLE = regex.compile(r"\b(?:toàn|cả|trên địa bàn|khắp|trong)\s$", regex.IGNORECASE)
_FREE = regex.compile(
    r"(?:^|[,:;.(\"-]\s?|\b(?:mttq|mttqvn|mặt trận|ủy ban|ubnd|hội|đoàn thể|của|trong|quỹ|đoàn|thì|ngày|này|nay|đó|nên|mà|để|khi|và|nhân dân|người dân|các cấp|ở|tại|nguồn này|đến nay|năm nay|việt nam|cấp ủy)\s)$", regex.IGNORECASE
)
_KINDS = ("thành phố", "quận", "huyện", "thị xã", "phường", "thị trấn", "đặc khu", "xã")
_LEVELS = {"province": ("province",), "district": ("district",), "city": ("province", "district"), "commune": ("commune",)}


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that the sentence names, chains already folded into their smallest unit; spans of the whole chain."""

    start: int
    end: int
    unit: Unit
    name_start: int


@dataclass(slots=True)
class Territory:
    """Whose report the article is, and what the running text has named so far.

    `home` is the area of the body that reports, None where the whole country reports; `topic` the place that the
    paragraph is about at the moment.
    """

    parent: Parent
    home: Unit | None = None
    home_basis: Evidence | None = None
    topic: Place | None = None
    label: Place | None = None
    paragraph: int = -1
    latest: dict[str, Unit] = field(default_factory=dict)
    villages: dict[str, Unit] = field(default_factory=dict)
    venue: Place | None = None
    at_venue: int = -1
    _folded: tuple[Scene | None, list[Place]] = (None, [])

    def line(self, unit: Unit | None) -> list[Unit]:
        """Return the unit and all units above it."""
        found: list[Unit] = []
        while unit is not None and unit not in found:
            found.append(unit)
            unit = self.parent(unit)
        return found

    def inside(self, unit: Unit, other: Unit | None) -> bool:
        """Tell whether `unit` is `other` or lies in it."""
        return other is not None and any(u.code == other.code for u in self.line(unit))

    def places(self, scene: Scene) -> list[Place]:
        """Return the places of a sentence; `xã A (huyện B, tỉnh C)` is one place, the smallest."""
        if self._folded[0] is not scene:
            self._folded = (scene, self._fold(scene))
        return self._folded[1]

    def _fold(self, scene: Scene) -> list[Place]:
        folded: list[Place] = []
        for mention in scene.found.places:
            if mention.unit is None:
                continue
            last = folded[-1] if folded else None
            if last and _LINK.fullmatch(scene.text[last.end : mention.start]):
                if self.inside(last.unit, mention.unit):
                    folded[-1] = Place(last.start, mention.end, last.unit, last.name_start)
                    continue
                if self.inside(mention.unit, last.unit):
                    folded[-1] = Place(last.start, mention.end, mention.unit, mention.start)
                    continue
            folded.append(Place(mention.start, mention.end, mention.unit, mention.start))
        return folded

    def choose(self, scene: Scene, quantity: QuantityMention) -> tuple[Unit | None, Evidence | None]:
        """Return the area of a quantity and its evidence."""
        places = [p for p in self.places(scene) if self.locates(scene, p)]
        clause_start, clause_end = scene.clause(quantity.start)
        if behind := self._behind(scene, quantity, places, clause_end):
            return behind
        before = [p for p in places if p.end <= quantity.start]
        before = [p for p in before if self._is_scene_of(scene, p)]
        near = [p for p in before if p.start >= clause_start]
        if near:
            later = self._generic(scene, near[-1].end, quantity.start, whole=True)
            return later or self._at_scene(scene, near) or self._group(scene, near, "named before the figure")
        if village := self._village_behind(scene, quantity):
            return village
        if generic := self._generic(scene, clause_start, quantity.start):
            return generic
        if before:
            later = self._generic(scene, before[-1].end, quantity.start, whole=True)
            subjects = [p for p in before if not scene.counts_between(scene.clause(p.start)[0], p.start)]
            if later or subjects:
                return later or self._group(scene, subjects, "named before in the sentence")
        if generic := self._generic(scene, scene.start, quantity.start):
            return generic
        if "commune" in self.latest and _NEIGHBOUR.search(scene.text, scene.start, quantity.start):
            if self.inside(self.latest["commune"], self.home) or self.home is None:
                return self.latest["commune"], Evidence("locality", "a neighbour of the place told of", scene.start, quantity.start)
        return self._from_context(scene)

    def _at_scene(self, scene: Scene, near: Sequence[Place]) -> tuple[Unit, Evidence] | None:
        """`Tại xã A, Ủy ban MTTQ tỉnh trao …`: given where the giver went, if it is no meeting."""
        giver = near[-1]
        if len(near) < 2 or _MEETS.search(scene.text, scene.start, scene.end):
            return None
        for place in near[:-1]:
            smaller = self.inside(place.unit, giver.unit) and place.unit.code != giver.unit.code
            if smaller and _AT.search(scene.text, max(scene.start, place.start - 8), place.start):
                return place.unit, Evidence("locality", "where the giver went", place.start, place.end)
        return None

    def _village_behind(self, scene: Scene, quantity: QuantityMention) -> tuple[Unit, Evidence] | None:
        """`hai mươi lăm căn nhà ở bản …`, `47 hộ trong xã`: the commune told of last."""
        match = _VILLAGE.match(scene.text, quantity.end, min(scene.end, quantity.end + 60))
        unit = self._of_level("commune")
        if match is None or unit is None or quantity.indicator == "residential_areas":
            return None
        return unit, Evidence("locality", "a village of the commune told of", match.start(), match.end())

    def narrowness(self, scene: Scene, quantity: QuantityMention, basis: Evidence | None) -> int:
        """Return 2 for one giver's figure, 1 for a village's, 0 for one of the whole area."""
        if _NEIGHBOUR.search(scene.text, scene.start, quantity.start):
            return 2
        if basis is None:
            return 0
        words = set(lower(scene.text[basis.start : basis.end]).split())
        return int(basis.basis.startswith("a village") or bool(words & _VILLAGE_WORDS and not words & {"xã", "phường"}))

    def advance(self, scene: Scene) -> None:
        """Remember the places of the sentence and what it makes the topic."""
        if scene.paragraph != self.paragraph and self.home is not None:
            self.topic = None
        self.paragraph = scene.paragraph
        places = [p for p in self.places(scene) if self.locates(scene, p)]
        for place in places:
            for unit in self.line(place.unit):
                self.latest[unit.level] = unit
                self.latest[unit.kind] = unit
        self.label = self._row_label(scene, places)
        self._note_villages(scene, places)
        self._note_venue(scene, places)
        places = [p for p in places if self._is_scene_of(scene, p)]
        first = scene.found.quantities[0].start if scene.found.quantities else scene.end
        openers = [p for p in places if p.start < first and p.start - scene.start <= 120]
        listed = len({p.unit.code for p in places}) > 2 and scene.counts_between(places[0].end, places[-1].start) > 0
        if openers and not listed and not _SHARE.search(scene.text, scene.start, scene.start + 14):
            reports = self.home is not None and any(p.unit.code == self.home.code for p in places)
            went = self._at_scene(scene, openers)
            fronted = next((p for p in openers if went and p.unit is went[0]), None)
            self.topic = fronted or (None if reports else openers[0])
        elif self._resets(scene, first):
            self.topic = None
        elif village := self._village(scene, first):
            self.topic = village

    def _note_villages(self, scene: Scene, places: Sequence[Place]) -> None:
        """Remember which commune a village lies in (`bản A, xã B`)."""
        for place in places:
            left = scene.text[max(scene.start, place.name_start - 45) : place.name_start]
            if place.unit.level == "commune" and (names := _VILLAGE_NAME.findall(left)):
                self.villages[names[-1].strip(" ,(")] = place.unit

    def _note_venue(self, scene: Scene, places: Sequence[Place]) -> None:
        """What is given at the event (`Tại chương trình, …`) is given where it is held, if it is no meeting."""
        if any(d.grain == "day" for d in scene.found.dates) and not _MEETS.search(scene.text, scene.start, scene.end):
            held = [p for p in places if _AT.search(scene.text, max(scene.start, p.start - 8), p.start) and p.unit.level != "province"]
            self.venue = held[0] if held else self.venue
        if any(d.listed and d.grain != "day" for d in scene.found.dates):
            self.at_venue = -1
        elif any(c.row.value == "event" and c.start - scene.start < 30 for c in scene.cues("time")):
            self.at_venue = scene.paragraph

    def _village(self, scene: Scene, first: int) -> Place | None:
        """A village has no code of its own: what is told of it belongs to the commune told of last."""
        commune = self.latest.get("commune")
        if commune is None or (self.home and (commune.code == self.home.code or not self.inside(commune, self.home))):
            return None
        for cue in scene.cues("area"):
            if cue.row.surface in _VILLAGE_WORDS and cue.start < first and not _PLURAL.search(scene.text[max(scene.start, cue.start - 12) : cue.start]):
                unit = self._named_village(scene, cue.start) or commune
                return Place(cue.start, cue.end, unit, cue.start)
        return None

    def _named_village(self, scene: Scene, start: int) -> Unit | None:
        match = _VILLAGE_NAME.match(scene.text, start, scene.end)
        return self.villages.get(match[1].strip(" ,(")) if match else None

    def locates(self, scene: Scene, place: Place) -> bool:
        """An officer's own area says nothing of the figure."""
        left = scene.text[max(scene.start, place.name_start - 90) : place.name_start]
        match = _OFFICER.search(left)
        if match and _BODY.search(match.group()):
            return bool(_SAYS.match(scene.text, place.end))  # who speaks of figures speaks of his own area
        return True

    def _is_scene_of(self, scene: Scene, place: Place) -> bool:
        """A far place beside a giver (`nhóm thiện nguyện ở …`, `do công ty … tài trợ`) is not where the figure holds."""
        if self.home is None and _AT.search(scene.text, max(scene.start, place.start - 8), place.start) and _of_country(scene):
            return False  # the whole country's body, met in some town
        if self._related(place):
            return True
        left = scene.text[max(scene.start, place.name_start - 50) : place.name_start]
        return not (_GIVER.search(left) or _FROM.search(left))

    def _related(self, place: Place) -> bool:
        return self.home is None or self.inside(place.unit, self.home) or self.inside(self.home, place.unit)

    def _behind(
        self, scene: Scene, quantity: QuantityMention, places: Sequence[Place], clause_end: int
    ) -> tuple[Unit, Evidence] | None:
        following = [p for p in places if quantity.end <= p.start < clause_end]
        if not following:
            return None
        place = following[0]
        gap = scene.gap(quantity.end, place.start)
        parted = bool(regex.search(r"[,:](?!\d)", gap))
        if len(gap) > 110 or (parted and scene.counts_between(quantity.end, place.start)):
            return None
        if not _BESIDE.search(" " + gap) or _GIVER.search(gap) or _SHARE.search(gap) or (parted and len(gap.split()) > 12):
            return None
        if not self._related(place) and not regex.search(r"(?:^|\s)(?:ở|tại)\s[^,;:]{0,25}$", " " + gap):
            return None
        if self.home and self.inside(self.home, place.unit) and place.unit.code != self.home.code:
            return None
        unit, evidence = self._group(scene, following, "named behind the figure", leading=True)
        return (unit, evidence) if unit and evidence else None

    def _group(
        self, scene: Scene, places: Sequence[Place], basis: str, *, leading: bool = False
    ) -> tuple[Unit | None, Evidence | None]:
        """Take the nearest place; places in one list (`các xã A, B và C`) give the smallest unit that holds them all."""
        row = list(places) if leading else list(reversed(places))
        members = [row[0]]
        for place in row[1:]:
            a, b = (members[-1], place) if leading else (place, members[-1])
            if not _LINK.fullmatch(scene.text[a.end : b.start]):
                break
            members.append(place)
        nearest = row[0]
        evidence = Evidence("locality", basis, nearest.start, nearest.end)
        if len({m.unit.code for m in members}) == 1 or self._own_figure(scene, members):
            return nearest.unit, evidence
        shared = [u for u in self.line(nearest.unit) if all(self.inside(m.unit, u) for m in members)]
        return (shared[0], evidence) if shared else (None, None)

    def _own_figure(self, scene: Scene, members: Sequence[Place]) -> bool:
        """`xã A 9.850 m2, xã B 7.300 m2`: figures between the names, so each has its own."""
        low, high = min(m.start for m in members), max(m.end for m in members)
        return bool(scene.counts_between(low, high))

    def _generic(
        self, scene: Scene, since: int, until: int, *, whole: bool = False
    ) -> tuple[Unit, Evidence] | None:
        """Return the unit that a bare level word means (`toàn tỉnh`, `huyện`, `xã`), the last between two offsets.

        Only `whole` areas (`toàn huyện`) take over from a place named before them.
        """
        for cue in reversed([c for c in scene.cues("area") if since <= c.start and c.end <= until]):
            left = scene.text[max(scene.start, cue.start - 12) : cue.start]
            total = cue.row.surface.startswith(("toàn", "trên địa bàn", "trong")) or bool(_WHOLE.search(left))
            if (_PLURAL.search(left) and not total) or (whole and not total) or _AMONG.search(left):
                continue
            if any(p.start <= cue.end + 1 and cue.start < p.end for p in self.places(scene)):
                continue
            if _OFFICER.search(scene.text[max(scene.start, cue.start - 90) : cue.start]):
                continue
            if cue.row.value == "country":
                return None
            if not (total or _stands_free(scene, cue.start)):
                continue
            unit = self._named_village(scene, cue.start) or self._of_level(cue.row.value, cue.row.surface)
            if unit and self.home and not total and unit.code != self.home.code and self.inside(self.home, unit):
                return self.home, self.home_basis or Evidence("locality", "the report's area", cue.start, cue.end)
            if unit:
                return unit, Evidence("locality", f"“{cue.row.surface}” of the report", cue.start, cue.end)
        return None

    def _of_level(self, level: str, words: str = "") -> Unit | None:
        """Return the unit of `level` that the report is about; a type word among `words` (`toàn quận`) must be the unit's own."""
        kind = next((k for k in _KINDS if words.endswith(k)), None)
        above = self.line(self.topic.unit) if self.topic else []
        for unit in [*self.line(self.home), *above]:
            if unit.level in _LEVELS[level] and kind in (None, unit.kind):
                return unit
        return self.latest.get(kind or _LEVELS[level][0])

    def _row_label(self, scene: Scene, places: Sequence[Place]) -> Place | None:
        """In a table with one cell a line the place stands alone, its figures on the lines below."""
        if scene.kind not in ("item", "row"):
            return None
        if scene.found.quantities:
            return self.label
        alone = len(places) == 1 and places[0].end - places[0].start >= (scene.end - scene.start) * 0.5
        return places[0] if alone else None

    def _from_context(self, scene: Scene) -> tuple[Unit | None, Evidence | None]:
        if self.label and scene.kind in ("item", "row"):
            return self.label.unit, Evidence("locality", "the row's label", self.label.start, self.label.end)
        if scene.intro and (listed := [p for p in self.places(scene.intro) if self.locates(scene.intro, p)]):
            return self._group(scene.intro, listed, "named in the line that opens the list")
        if self.venue and self.at_venue == scene.paragraph and self.inside(self.venue.unit, self.home):
            return self.venue.unit, Evidence("locality", "where the event is held", self.venue.start, self.venue.end)
        if self.topic:
            return self.topic.unit, Evidence("locality", "the paragraph's place", self.topic.start, self.topic.end)
        return self.home, self.home_basis

    def _resets(self, scene: Scene, first: int) -> bool:
        cues = [c for c in scene.cues("area") if c.start < first and c.row.value in ("province", "district", "city", "country")]
        return any(not _PLURAL.search(scene.text[max(scene.start, c.start - 12) : c.start]) for c in cues) or bool(
            regex.search(r"\b(?:mặt trận|mttq) các cấp\b", scene.text[scene.start : first], regex.IGNORECASE)
        )


def _of_country(scene: Scene) -> bool:
    first = scene.found.quantities[0].start if scene.found.quantities else scene.end
    return any(c.row.value == "country" and c.start < first for c in scene.cues("area"))


def _stands_free(scene: Scene, start: int) -> bool:
    """A bare level word means the report's own area where it is a subject or a body's area, not an object (`lên thành phố`)."""
    left = scene.text[max(scene.start, start - 20) : start]
    return start - scene.start < 3 or bool(_FREE.search(left)) or left[-6:].strip().isdigit()


def reporting_area(scenes: Sequence[Scene], territory: Territory, home: Unit | None) -> tuple[Unit | None, Evidence | None]:
    """Return the area of the body whose report the article is: told in lead or headline, else the site's own.

    The Front body that acts in the lead comes first, then any body, then the place that the headline begins with. Where no
    body reports, it is the smallest unit that holds most of the places named; None where the whole country reports.
    """
    opening = [s for s in scenes if s.kind not in ("caption", "dateline")][:6]
    ranked = [
        (claim + 2 * (scene.kind not in ("title", "lead")), place.start, place, _CLAIMS[claim])
        for scene in opening
        for place in territory.places(scene)
        if territory.locates(scene, place) and (claim := _claim(scene, place)) is not None
    ]
    best = min(ranked, key=lambda r: r[:2], default=None)
    if best and best[0] <= 2:
        rank, _, place, basis = best
        if rank == 2 and _AT.search(opening[0].text, max(0, place.start - 8), place.start) and (
            above := territory.parent(place.unit)
        ):
            return above, Evidence("locality", "the body that acts at a place of its own", place.start, place.end)
        return place.unit, Evidence("locality", basis, place.start, place.end)
    if any(_of_country(s) for s in opening):
        return home, None
    headline = [p for s in opening if s.kind == "title" for p in territory.places(s)]
    if len(headline) == 1:
        return headline[0].unit, Evidence("locality", _CLAIMS[2], headline[0].start, headline[0].end)
    return _common(scenes, territory) or (home, None)


_CLAIMS = ("the Front body that reports", "the body that reports", "the headline's place", "a place named")


def _claim(scene: Scene, place: Place) -> int:
    """Rank how surely the place is the reporting body's: 0 a Front body in the lead … 3 any place named."""
    left = _HAMLET.sub("", _without_campaigns(scene, max(scene.start, place.name_start - 120), place.name_start))
    if _FRONT.search(left):
        return 0 if scene.kind != "title" else 1
    if _BODY.search(left) and not _VENUE.search(left):
        return 1
    if scene.kind == "lead" and _ACTS.match(scene.text, place.end):
        return 2
    if scene.kind == "title" and place.start == scene.start and scene.text[place.end : place.end + 1] in (":", ","):
        return 2
    return 3


def _without_campaigns(scene: Scene, start: int, end: int) -> str:
    """Return the text between two offsets, campaigns' names left out: their commas part nothing."""
    text = scene.text[start:end]
    for campaign in reversed(scene.found.campaigns):
        if start <= campaign.start and campaign.end <= end:
            text = text[: campaign.start - start] + text[campaign.end - start :]
    return text


def _common(scenes: Sequence[Scene], territory: Territory) -> tuple[Unit, Evidence] | None:
    """Return the smallest unit that holds most of the places, with the first of them as evidence."""
    named = [p for s in scenes for p in territory.places(s) if territory.locates(s, p)]
    holders = Counter(u.code for p in named for u in territory.line(p.unit))
    units = {u.code: u for p in named for u in territory.line(p.unit)}
    held = [units[code] for code, count in holders.items() if count >= _MOST * len(named)]
    if not held:
        return None
    unit = max(held, key=lambda u: (len(territory.line(u)), holders[u.code]))
    first = next(p for p in named if territory.inside(p.unit, unit))
    return unit, Evidence("locality", "the place that holds most of those named", first.start, first.end)

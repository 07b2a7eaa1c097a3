"""What is wanted, unwanted and required within a clause: cue words, and how far each one reaches."""
# ruff: noqa: E501 - lists of words are read by the row

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from chatrec.dialogue.domain.reading.words.displeasure import displeased
from chatrec.dialogue.domain.reading.words.said import Clause, Said

__all__ = ["Polarities", "Polarity", "read_polarities"]


class Polarity(Enum):
    """How a part of an utterance is meant."""

    WANTED = "wanted"
    UNWANTED = "unwanted"
    NEEDLESS = "needless"


_NEUTRAL: Final = (
    r"要不要|能不能|有没有|有没(?=[\u3400-\u9fff])(?!法|办)|是不是|好不好|可不可以|需不需要|会不会|喜不喜欢|想不想|行不行|对不对|不错|不但|不仅|不管|不同|不知道?|不清楚|不确定|不一定|不好意思|不用谢|没事|没关系"
    r"|[没未](?:有|曾)?(?:[看读玩去用试吃喝听学买住追打]|听说|接触|尝试)过|没问题|没想好|不介意|不限|无所谓|不在乎|不挑|特别|分别|级别|性别|类别|别的|区别|差别|个别|非常|无论|"
    r"not only|not just|why not|not sure|no idea|no problem|no worries|no thanks|no thank you|(?:i |we )?(?:(?:don'?t|do not|wouldn'?t|won'?t) (?:really )?mind|don'?t (?:really )?care|don'?t know)"
    r"|no preference|can'?t wait|not bad|no matter|whether or not|if not|no doubt|not exactly sure|no need to|(?:i |we )?(?:can(?:'t|not)|couldn'?t) (?:live|do|go|be) without|not without"
)
# "No more than", “不超过” bound an amount.
_BOUNDING: Final = (
    r"(?:no|not|nothing) (?:(?:more|less|fewer|greater) than|[a-z]+er than|over|under|above|below|beyond|past|exceeding)"
    r"|不(?:要|能|想|得|可以?)?(?:超过?|高于|低于|多于|少于|大于|小于|长于|短于|贵于|晚于|早于|到|足)"
)
# "Not too loud", "别太吵" ask for less of one quality and refuse nothing else of the clause.
_MODERATED: Final = (
    r"(?:not|isn'?t|aren'?t|(?:doesn'?t|shouldn'?t|don'?t|won'?t) (?:be|look|feel|sound|get)) (?:so|too|very|overly|terribly|super|all that|quite so)"
    r"|(?:可|也|最好)?(?:不要|别|不想要?|不能|不用|不是|不会|不希望)(?:太|那么|过于|特别|这么)|不(?:太|那么|怎么|很)(?=[\u3400-\u9fff])(?!想|喜欢|爱|要|需要|希望|看|买|吃|会)|没(?:有)?那么"
)
_NEEDLESS: Final = (
    r"(?:does|do) (?:it|they|that|this) (?:really )?(?:need|have) to(?: be)?(?: an?)?|must it be(?: an?)?|(?:i |we )?(?:do not|don'?t|doesn'?t|does not|no)(?: really| actually)? (?:need|have to)(?: to| a| any)?|needn'?t|doesn'?t have to|(?:forget|never ?mind|ignore|drop|scrap|scratch|skip|disregard)(?: about)? (?:what|everything|anything|all|whatever) (?:i|we)(?:'ve| have)? (?:just )?(?:said|asked|told you|mentioned|wanted|wrote)(?: (?:about|on|for|regarding))?(?: the)?|(?:forget|never ?mind)(?: about)?(?: the)?|(?:ignore|drop|skip|lose|remove|relax|loosen)(?: the)?|(?:先)?别管|忽略|放宽|放开|not necessary|unnecessary"
    r"|不需要|不用(?!谢)|用不着|不必|无需|没必要|不是必须|非得(?:是|要)?|一定得是"
)
_UNWANTED: Final = (
    r"(?:i |we )?(?:really |just )?(?:do not|don'?t|dont|doesn'?t|does not|didn'?t|wouldn'?t|would not|won'?t|can'?t|cannot|shouldn'?t|must not|mustn'?t|never)"
    r"(?: really| even| particularly)?(?: (?:want|like|love|enjoy|wish|need|do|eat|drink|watch|read|buy|use|have|be|stand|take|include|show me|recommend|give me|fancy|care for|go for))?"
    r"(?: to| any| it to be| me)*|not(?: interested in| a fan of| keen on| into| a| an| the| any| in| from| by)*|no more|no|without|w/o|except(?: for)?|anything but|everything but|(?:any|every|no) \w+ but"
    r"|other than|apart from|aside from|avoid(?:ing)?|exclud(?:e|ing)|minus|sick of|tired of|nothing|neither|nor|isn'?t|aren'?t|hates?|hated|dislikes?|disliked"
    r"|stay away from|steer clear of|allergic to|instead of|rather than|leave out|ban|free of|less of"
    r"|(?:我|也|又|还|都|就|可)?(?:真的|绝对|千万|坚决|完全|并|再也)?(?:不要有?|不想要?(?:看|买|听|用|学|吃|去|选)?|不喜欢|不爱(?:看|吃|听|喝)?|不看|不买|不吃|不喝|不去|不选|不玩|不学|不能有?|不考虑|不含|不带|不接受|不感兴趣|不是|不太喜欢|不怎么喜欢|不希望|不希望是|不)"
    r"|别(?:给我)?(?:推荐|给我|是|要|选|来|买|带|有)?|讨厌|拒绝|排除|避开|避免|受不了|没有|没|除了|除去|除开|除|过滤掉?|去掉|去除|剔除|无(?!线|人)|[吃喝用看受咽吞学听读](?:不了|不下去?|不惯)|反感|看腻了?|腻了|而不是"
)
_WANTED: Final = (
    r"(?:i |we )?(?:really |just )?(?:want|love|like|prefer|enjoy|would like|looking for|need|fancy|adore|in favou?r of|more of|go for|let's do|make it|rather have|give me|show me)"
    r"|instead,?(?! of)|only|just|"
    r"喜欢|最爱|偏爱|爱看|想要|想看|想买|我要|只要|就要|要有|需要|必须|希望|推荐|来(?:个|点|部|一)|换成|改成|改为|最好|而要|应该是|是|(?<![重主首需想不])要"
)
_REQUIRED: Final = (
    r"must(?: have| be)?|(?:can'?t|cannot|couldn'?t) (?:live|do|go|be) without|only|has to|have to|needs? to (?:be|have|support)|required?|requires|gotta (?:have|be)|essential|definitely|absolutely|strictly|nothing but|deal.?breaker|non-?negotiable"
    r"|mandatory|insist|no exceptions?|at all costs|必须|一定(?:要|得|是)?|只要|只想要?|只看|只买|只考虑|只能|只选|只喜欢|只吃|只去|务必|非要|得(?:有|是|要|带)|要求|需要有|必备|必要|仅限?|硬性|不可或缺|不能没有|少不了|刚需"
)
# Latin cues are whole words; a Chinese one may touch a Latin word on either side: "不要Nimora".
_EDGE: Final = r"(?:(?<![a-z])|(?=[\u3400-\u9fff]))"
_END: Final = r"(?:(?![a-z])|(?<=[\u3400-\u9fff]))"
_CUE: Final = re.compile(
    rf"(?P<neutral>{_EDGE}(?:{_NEUTRAL}|{_BOUNDING}|{_MODERATED}){_END}|不能没有|不可或缺|少不了|不一定)|(?P<needless>{_NEEDLESS})"
    rf"|(?P<unwanted>{_EDGE}(?:{_UNWANTED}){_END})|(?P<wanted>{_EDGE}(?:{_WANTED}){_END})"
)
_HARD: Final = re.compile(rf"(?<!不){_EDGE}(?:{_REQUIRED}){_END}")
_SOFT: Final = re.compile(
    r"最好|尽量|尽可能|希望|如果能|能.{0,4}就好|更好|(?<![a-z])(?:ideally|preferably|prefer|if possible|hopefully|would be (?:nice|great|good|ideal)|would like)(?![a-z])"
)
_IDEAL: Final = re.compile(r"尽量|尽可能|(?<![a-z])(?:ideally|preferably|if possible|hopefully)(?![a-z])")
_NOT_HARD: Final = re.compile(r"(?:not|n'?t|if|不) ?$")
# A bare "don't" or 不 denies a verb; what follows is no thing that is refused.
_BARE: Final = re.compile(
    r"(?:i |we )?(?:really |just )?(?:do not|don'?t|dont|doesn'?t|does not|didn'?t|wouldn'?t|would not|won'?t|can'?t|cannot|shouldn'?t|must not|mustn'?t|never|isn'?t|aren'?t|not)(?: really| even| particularly)?(?: (?:to|be|have|do|use|a|the|an))*"
    r"|(?:我|也|又|还|都|就|可)?(?:真的|绝对|千万|并|再也)?(?:不|没|没有|不是|不能|不能有|不带|不含|无)"
)
_AFTER: Final = re.compile(
    r"\s*(?:的|类|片|类的|这种|这类|什么的|那种)*(?:我|就|都|也|可|是|先)*\s*(?:(?P<unwanted>(?:不要|不行|不考虑|不喜欢|不看|不买|不吃|不感兴趣|就算了|算了|免了|不想|[看吃玩去听读喝用]?(?:着|都|得|太|真)*(?:腻|够|烦)了?|[吃喝用看受咽吞学听读](?:不了|不下去?|不惯))(?![\u3400-\u9fffa-z])|(?:不要|不行|不考虑|不喜欢|不看|不买|不吃|就算了|算了|免)(?=[了吧啊哦呀的哈啦])|除外|以外|之外|免谈|退散|no way|is out|are out|excluded|not allowed|is a no)"
    r"|(?P<hard>(?:(?:is|are) )?(?:a )?(?:must(?! (?:not|be|have))|required|essential|mandatory|necessary|non-?negotiable|deal.?breaker)(?![a-z])|(?:必须|一定)(?:的|有|要有?)|必备|是必须|是刚需|不能少|不可少|少不了|(?:(?:ones?|level|size|type|kind) )?only(?![a-z]))"
    r"|(?P<needless>无所谓|不重要|随便|都行|都可以|不限|(?:doesn'?t|does not|don'?t|do not) (?:really )?matter|(?:is|are) not (?:important|needed)|is(?:n'?t| not) important|whatever))"
)
_EITHER: Final = re.compile(r"或|、|和|跟|(?<![a-z])or(?![a-z])|either|both")
_EVEN_SO: Final = re.compile(
    r"[^,，。;]{0,6}?(?:也|都)(?:行|可以|没关系|无所谓|没事|能接受|ok)|\s*(?:is|are|would be|'s) (?:fine|ok|okay|alright)(?: too| as well)?\b"
)
# "Allergic to penicillin and my throat hurts": who speaks of something else refuses it no longer.
_NEW_SUBJECT: Final = re.compile(r"\band (?:i|i'm|i've|my|we|our|he|she|his|her)\b")
_ARTICLE: Final = re.compile(r"(?:(?:the|an?|any|in|from|by|at|to|with|for|on) ?)+")
_OF: Final = re.compile(r"[^,，。;、]{1,8}的[^,，。;、]{0,6}")
_LACKING: Final = re.compile(r"(?!什么|任何|要求|想法|偏好)[^,，。;、]{1,8}的(?=[\u3400-\u9fffa-z])")
_SUCH_A: Final = re.compile(
    r" ?(?:an? |the |any |some )?(?!another|other|more|single|such|your|of|to|for)[a-z]+(?:-[a-z]+)* "
)
_DENIED_AT: Final = re.compile(r"(?:不(?:支持|带|是|能|会)?|没有?|无)$")
_DESCRIBED: Final = re.compile(r"(?<![a-z])(?:that|which|something|anything|ones?)(?: is| are|'s)?\s*$")
_LESS: Final = re.compile(rf"{_EDGE}(?:{_MODERATED}){_END}")
_WELCOME: Final = re.compile(
    r"(?:都|也|就)?(?:行|可以|好|没问题|不错|能接受|ok)(?:[啊呀吧的了啦]*\s*$)|(?<![a-z])(?:is|are|would be|works?|will do) ?(?:fine|ok|okay|good|great|alright)?\s*$"
)
_LIST: Final = re.compile(r"(?:^|\s)(?:or|nor)\s|、|或|和|及")


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    polarity: Polarity


class Polarities:
    """The cues of an utterance; asks each part how it is meant."""

    def __init__(self, said: Said, named: Sequence[tuple[int, int]] = ()) -> None:
        """Find every cue once, clause by clause; none within what is `named`: “没有台阶” may be a name of a feature."""
        self._said = said
        self._cues: dict[int, list[_Cue]] = {}
        self._hard: dict[int, list[int]] = {}
        carried = Polarity.WANTED
        self._displeased = refused = displeased(said)
        for clause in said.clauses:
            cues = [cue for cue in map(_cue, _CUE.finditer(said.folded, clause.start, clause.end)) if cue]
            cues = [cue for cue in cues if not any(start <= cue.start and cue.end < end for start, end in named)]
            listed = _LIST.search(said.words(clause)) and not _WELCOME.search(said.words(clause))
            if not cues and carried is Polarity.UNWANTED and listed:
                cues = [_Cue(clause.start, clause.start, Polarity.UNWANTED)]  # "no Apple, Samsung or Xiaomi"
            if clause.start in refused and not any(cue.polarity is Polarity.WANTED for cue in cues):
                cues = [_Cue(clause.start, clause.start, Polarity.UNWANTED)]
            carried = cues[-1].polarity if cues else Polarity.WANTED
            self._cues[clause.start] = cues
            self._hard[clause.start] = [
                match.end()
                for match in _HARD.finditer(said.folded, clause.start, clause.end)
                if not _NOT_HARD.search(said.folded, max(0, match.start() - 5), match.start())
            ]

    def of(self, start: int, end: int) -> Polarity:
        """Tell how the part between two positions is meant."""
        clause = self._said.clause_at(start)
        after = _AFTER.match(self._said.folded, end, clause.end)
        words = self._said.words(clause)
        if after and after["unwanted"]:
            return Polarity.WANTED if self._is_denied_at(start) else Polarity.UNWANTED
        before = [cue.polarity for cue in self._cues.get(clause.start, ()) if self._reaches(cue, start)]
        polarity = before[-1] if before else Polarity.WANTED
        if polarity is Polarity.UNWANTED and self.is_allowed(start, end):
            return Polarity.NEEDLESS  # "without a sunroof is fine too"
        # "除了恐怖片都行": whatever follows an exception speaks of the rest.
        needless = after is not None and after["needless"] is not None and not _EITHER.search(words)
        return Polarity.NEEDLESS if needless and polarity is Polarity.WANTED else polarity

    def of_kind(self, start: int, end: int) -> Polarity:
        """Tell how the word of a kind is meant: “不要折叠的手机” refuses what is said of the phone, not phones."""
        polarity, clause = self.of(start, end), self._said.clause_at(start)
        cues = [cue for cue in self._cues.get(clause.start, ()) if self._reaches(cue, start)]
        if polarity is not Polarity.WANTED and cues:
            between = self._said.folded[cues[-1].end : start]
            return Polarity.WANTED if _OF.fullmatch(between) or _SUCH_A.fullmatch(between) else polarity
        return polarity

    def _is_denied_at(self, start: int) -> bool:
        """Tell whether a bare denial stands right before a place: “不防水的不考虑” requires it."""
        return _DENIED_AT.search(self._said.folded, max(0, start - 4), start) is not None

    def _reaches(self, cue: _Cue, start: int) -> bool:
        """Tell whether a cue stands before a place; "not the" also where a name begins with its article."""
        if _NEW_SUBJECT.search(self._said.folded, cue.end, max(cue.end, start)):
            return False
        if self._is_attribute(cue, start):
            return False
        return cue.end <= start or (
            cue.start < start and _ARTICLE.fullmatch(self._said.folded, start, cue.end) is not None
        )

    def _is_attribute(self, cue: _Cue, start: int) -> bool:
        """Tell whether a bare denial is over before a place: “不贵的手机” denies no phone, “没有天窗的车” no car."""
        folded = self._said.folded
        bare = cue.polarity is Polarity.UNWANTED and _BARE.fullmatch(folded, cue.start, cue.end) is not None
        return bare and cue.end < start and _OF.fullmatch(folded, cue.end, start) is not None

    def is_allowed(self, start: int, end: int) -> bool:
        """Tell whether the part is said to be fine, too: "a little dearer is fine", "更贵的也行"."""
        clause = self._said.clause_at(start)
        words = self._said.words(clause)
        fine = _EVEN_SO.match(self._said.folded, end, clause.end) is not None
        return fine and "除" not in words and _EITHER.search(words) is None

    def is_hard(self, start: int, end: int) -> bool:
        """Tell whether the part is required, not only wished."""
        clause = self._said.clause_at(start)
        after = _AFTER.match(self._said.folded, end, clause.end)
        if after and (after["hard"] or (after["unwanted"] and self._is_denied_at(start))):
            return True
        return any(place <= start for place in self._hard.get(clause.start, ()))

    def is_soft(self, start: int) -> bool:
        """Tell whether the clause at a place says that it would only be nice: "ideally", "最好"."""
        clause = self._said.clause_at(start)
        return _SOFT.search(self._said.folded, clause.start, clause.end) is not None

    def is_ideal(self, start: int) -> bool:
        """Tell whether the clause at a place says what would be best, so that its limit is none: "ideally under 400"."""
        clause = self._said.clause_at(start)
        return _IDEAL.search(self._said.folded, clause.start, clause.end) is not None

    def refused_from(self, clause: Clause) -> int | None:
        """Give where that begins which a clause refuses outright ("no ...", "别要…"); None where it refuses nothing."""
        if clause.start in self._displeased:
            return None  # the words of displeasure ask for nothing that could be unrecorded
        ends = [
            cue.end
            for cue in self._cues.get(clause.start, ())
            if cue.polarity is Polarity.UNWANTED
            and (
                self._adds_but_not(clause, cue)
                or self._lacks(clause, cue)
                or not _BARE.fullmatch(self._said.folded, cue.start, cue.end)
            )
        ]
        ends += [match.end() for match in _LESS.finditer(self._said.folded, clause.start, clause.end)]
        return ends[-1] if ends else None

    def _lacks(self, clause: Clause, cue: _Cue) -> bool:
        """Tell whether a cue says what the thing sought is to be without: “没有打斗的片子”."""
        folded = self._said.folded
        return (
            folded[cue.start : cue.end].endswith(("没有", "不带", "不含", "无"))
            and _LACKING.match(folded, cue.end, clause.end) is not None
        )

    def _adds_but_not(self, clause: Clause, cue: _Cue) -> bool:
        """Tell whether a cue begins what is added to something said before: "scary but not gory"."""
        folded = self._said.folded
        added = clause.start > 0 and not folded[clause.start : cue.start].strip()
        described = _DESCRIBED.search(folded, clause.start, cue.start) is not None
        return (added or described) and folded[cue.start : cue.end].endswith(("not", "isn't", "aren't"))

    def negates(self, clause: Clause) -> bool:
        """Tell whether anything in a clause is unwanted."""
        return any(cue.polarity is Polarity.UNWANTED for cue in self._cues.get(clause.start, ()))


def read_polarities(said: Said, named: Sequence[tuple[int, int]] = ()) -> Polarities:
    """Find what is wanted and unwanted in an utterance; `named` are the places of names and phrases of the catalogue."""
    return Polarities(said, named)


def _cue(match: re.Match[str]) -> _Cue | None:
    if match["neutral"]:
        return None
    if match["needless"]:
        return _Cue(match.start(), match.end(), Polarity.NEEDLESS)
    return _Cue(match.start(), match.end(), Polarity.UNWANTED if match["unwanted"] else Polarity.WANTED)

"""Utterances with their acts, written for this project: phrasings whose slots are filled from many domains."""
# ruff: noqa: E501 - lists of words are read by the row

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from chatrec.vocabulary.errors import InvalidInputError
from chatrec.vocabulary.words import Act, Language

__all__ = ["DATA", "Example", "examples"]

DATA: Final = Path(__file__).parent / "acts.jsonl"
_SLOT: Final = re.compile(r"\{([^{}]+)\}")
_ENGLISH_THINGS: Final = (
    "laptop", "thriller", "cookbook", "city break", "noodle bar", "yoga class", "dentist", "cleaning service", "phone", "documentary", "novel", "hotel", "pizza place",
    "python course", "vitamin", "plumber", "headset", "comedy", "beach resort", "bakery", "piano course", "physiotherapist", "tent", "cartoon", "museum", "vegan restaurant",
)  # fmt: skip
_FILLINGS: Final[dict[str, tuple[str, ...]]] = {
    "a": tuple(f"an {thing}" if thing[0] in "aeiou" else f"a {thing}" for thing in _ENGLISH_THINGS),
    "thing": _ENGLISH_THINGS,
    "things": tuple(f"{thing[:-1]}ies" if thing.endswith(("by", "dy", "ry")) else f"{thing}s" for thing in _ENGLISH_THINGS),
    "adj": (
        "quiet", "light", "funny", "spicy", "old", "Italian", "modern", "short", "cheap", "scary", "romantic", "waterproof", "black", "family friendly", "easy", "long", "healthy",
        "compact", "French", "serious", "fast", "sweet", "cosy", "beginner", "organic", "big", "soft", "central",
    ),
    "feature": ("a balcony", "subtitles", "wifi", "noise cancelling", "a certificate", "parking", "a pool", "fast charging", "nuts", "pictures", "breakfast", "exams", "sugar", "a happy ending", "5G", "weekend slots"),
    "amount": ("500", "$40", "3k", "two hours", "90 minutes", "200 pages", "fifty euros", "£1,200", "5 km", "ten people", "8 GB", "two grand", "three weeks", "a thousand yuan"),
    "name": ("Harbour Lights", "the Nova 3", "Casa Lola", "Data Basics", "The Long Road", "Hotel Mira"),
    "东西": (
        "手机", "一部电影", "小说", "火锅店", "酒店", "英语课", "牙医", "保洁服务", "电脑", "纪录片", "菜谱", "海岛", "川菜馆", "编程课", "维生素", "水管工", "耳机", "喜剧", "民宿", "面包店",
        "钢琴课", "按摩师", "帐篷", "动画片", "博物馆", "素食餐厅",
    ),
    "形": ("安静", "轻", "好笑", "辣", "老", "复古", "现代", "短", "便宜", "恐怖", "浪漫", "防水", "黑色", "简单", "长", "健康", "小巧", "法式", "严肃", "快", "甜", "温馨", "入门", "有机", "大", "柔软"),
    "特点": ("阳台", "字幕", "无线网", "降噪", "证书", "停车位", "泳池", "快充", "坚果", "图片", "早餐", "考试", "糖", "大团圆结局", "5G", "周末时段"),
    "钱": ("五百", "两千块", "3k", "两小时", "九十分钟", "200页", "三千以内", "一万", "5公里", "十个人", "8G", "两三千", "三周", "1500元"),
    "名": ("港湾灯火", "诺瓦3", "小洛餐厅", "数据入门", "长路", "米拉酒店"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance, the acts that it does, and the phrasing that it was made from."""

    text: str
    acts: frozenset[Act]
    language: Language
    phrasing: str


def examples(path: Path, rng: Random, *, fillings: int) -> list[Example]:
    """Read the phrasings and fill the slots of each in up to `fillings` ways.

    Raises:
        InvalidInputError: a line is no utterance, or names an unknown act or slot.
    """
    return list(_read(path, rng, fillings))


def _read(path: Path, rng: Random, fillings: int) -> Iterator[Example]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            acts, language = frozenset(map(Act, row["acts"])), Language(row["language"])
            count = fillings if _SLOT.search(row["text"]) else 1
            texts = dict.fromkeys(_filled(row["text"], rng) for _ in range(count))
        except (ValueError, KeyError) as error:
            raise InvalidInputError("A line of the utterances cannot be read.", file=path.name, line=number) from error
        yield from (Example(text, acts, language, row["phrasing"]) for text in texts)


def _filled(text: str, rng: Random) -> str:
    return _SLOT.sub(lambda match: rng.choice(_FILLINGS[match[1]]), text)

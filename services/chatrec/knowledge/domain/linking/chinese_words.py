"""Everyday Chinese in whose middle a name may be found that nobody said: 租车 in 出租车, 家具 in 这家具体在哪.

Chinese writes no spaces. Listed are phrases about things of any kind, with the place where one word ends and the next
begins; what lies across that place is no word. 学生 in 大学生 is meant and lies across none.
"""

from typing import Final

__all__ = ["is_across_words"]

_PHRASES: Final = """
    出租|车 出租|汽车 自行|车 人行|道 不动|产 发动|机会 发展中|国家 出生|日期 和|服务 家|具体 方面|条件 下面|条件
    里面|食物 后面|食物 酒店|面积 饭店|面积 商店|面积 方面|包括 里面|包括 里面|包含 上面|包括 大家|常去 大家|常说
    这家|常去 那家|常去 节日|本来 今日|本店 生日|本来 喝水|果然 集中|学习 社会|计划 其中|国内 其中|国外 其中|国产
    学生|活动 先生|活动 从小|说起 对手|机会 城市|民族 当地|道路 本地|图书 外地|图书 各地|图书
"""
_JOINTS: Final = {phrase.replace("|", ""): phrase.index("|") for phrase in _PHRASES.split()}
_LONGEST: Final = max(map(len, _JOINTS))


def is_across_words(letters: str, start: int, end: int) -> bool:
    """Tell whether folded letters from `start` to `end` lie across two words of an everyday phrase around them."""
    for first in range(max(0, end - _LONGEST), start + 1):
        for last in range(end, min(len(letters), first + _LONGEST) + 1):
            joint = _JOINTS.get(letters[first:last])
            if joint is not None and start < first + joint < end and last - first > end - start:
                return True
    return False

"""Words that connect and say nothing of an item: all that a generator may add or leave out.

No word here affirms, denies, counts, compares, restricts, makes a condition, praises or promises; whatever does so
stays exactly as the template has it.
"""
# ruff: noqa: E501 - lists of words are read by the row

import re
from typing import Final

from chatrec.vocabulary.words import Language

__all__ = ["CONNECTING"]

_ENGLISH: Final = re.findall(
    r"\S+",
    """
a an the and so well oh ah now then here there's there here's that's it's i'd i'll i'm i've you'd you'll let's let how's
this that these those it its they them i me my we us our you your could may might to of on at
by with for from in into about as how what which where also too again
ok okay alright hi hello hey got it understood noted thanks thank welcome please
suggest suggesting suggestion suggestions recommend recommending recommendation pick picks choice choices option options
idea ideas thought thoughts try trying take look looking glance consider considering start starting go going see think
thinking feel like love enjoy fancy prefer say tell hear ask talk help mind want wish bring show find give check
another others other along next first perhaps maybe worth
""",
)
_CHINESE: Final = re.findall(
    r"\S+",
    """
好 好的 好呀 好啊 好嘞 嗯 嗯嗯 哦 噢 啊 呀 哈 嗨 你好 您好 明白 明白了 了解 了解了 收到 知道了 懂了 记下 记下了 记住了
的 了 吧 呢 哦 啦 嘛 哟 我 我们 咱们 咱 你 您 你们 它 它们 这 那 这个 那个 这款 那款 这部 那部 这样 那样 这里 那里 这些 那些 这儿
就 也 还 再 先 来 去 给 把 为 为你 为您 给你 给您 帮 帮你 帮您 跟 和 与 及 以及 在 到 对于 关于 按 按照 根据 那么 那就 于是 然后 接着 接下来 下面 以下
想 想要 看 看看 看一下 看一看 瞧瞧 瞧 试 试试 试一试 考虑 考虑一下 考虑考虑 推荐 建议 推 首推 选 选择 挑 挑选 找 找找 说 说说 聊聊 聊 讲 讲讲 谈谈
介绍 介绍一下 值得 值得一看 可以看看 可以看一下 可以考虑 可以试试 可以先看 也可以看看 也可以考虑 也许 或许 可能 大概 觉得 认为 感觉 喜欢 希望 请 请问 谢谢 感谢
另外 此外 还有 同时 顺便 顺便说一下 比如 例如 像 等 之类 怎么样 怎样 如何 什么 什么样 哪 哪个 哪些 哪一个 哪一类 哪种 吗 一下 一款 一部 备选 其他 想法 主意
的话 来说 出发 开始 起 呗
""",
)

CONNECTING: Final[dict[Language, frozenset[str]]] = {
    Language.EN: frozenset(_ENGLISH),
    Language.ZH: frozenset(_CHINESE),
}

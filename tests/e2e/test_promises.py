"""The eight promises that every turn keeps, each in Chinese and English, over real processes."""

from collections.abc import Callable

import pytest

from chatrec.client import ChatClient, ChatSession
from chatrec.vocabulary.turn import Event, EventType, Turn
from chatrec.vocabulary.words import Language, Move, Operator
from tests.e2e.facts import items, triples

Start = Callable[[str], ChatSession]

ITEM_MOVES = {Move.RECOMMEND, Move.RELAX}


def _price(turn: Turn, catalogue: str = "shop") -> list[float]:
    return [items(catalogue)[item.id]["facets"]["price"] for item in turn.items]


def _shown(session: ChatSession, *texts: str) -> Turn:
    """Say one thing after the other until items are shown."""
    turn = session.send(texts[0])
    for text in texts[1:]:
        turn = session.send(text)
    assert turn.items, turn.reply
    return turn


# 1 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "kind", "limit"),
    [
        (("想买个耳机，预算一千块以内", "音质好点的"), "headphones", 1000),
        (("looking for a tablet, spending no more than 2500", "something for drawing"), "tablet", 2500),
    ],
)
def test_no_item_shown_breaks_a_limit(start: Start, texts: tuple[str, ...], kind: str, limit: float) -> None:
    turn = _shown(start("shop"), *texts)
    assert turn.move is Move.RECOMMEND
    assert all(items("shop")[item.id]["kind"] == kind for item in turn.items)
    assert all(price <= limit for price in _price(turn))


@pytest.mark.parametrize(
    ("texts", "genre"),
    [(("找部电影看，恐怖片就算了", "日本的"), "horror"), (("show me a Korean film, anything but crime",), "crime")],
)
def test_no_item_shown_is_of_an_excluded_kind(start: Start, texts: tuple[str, ...], genre: str) -> None:
    session = start("movies")
    for text in texts:
        turn = session.send(text)
    if not turn.items:
        turn = session.send("随便" if turn.language is Language.ZH else "you choose")
    assert turn.items
    assert not any(genre in items("movies")[item.id]["facets"]["genre"] for item in turn.items)


@pytest.mark.parametrize("text", ["要一部两百块以下的笔记本", "I want a laptop under 200"])
def test_where_nothing_is_left_the_limit_to_give_up_is_named(start: Start, text: str) -> None:
    turn = start("shop").send(text)
    assert turn.move is Move.RELAX
    assert turn.items
    assert all(item.misses == ("price",) for item in turn.items)


# 2 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("texts", [("推荐几款手表", "跑步用"), ("I need a watch", "for running")])
def test_a_rejected_item_is_never_offered_again(client: ChatClient, start: Start, texts: tuple[str, ...]) -> None:
    session = start("shop")
    turn = _shown(session, *texts)
    gone = turn.items[0].id
    client.record([Event(f"{session.id}/r", session.id, gone, EventType.REJECT, turn.turn)])
    more = texts[0], texts[1], "换一批" if turn.language is Language.ZH else "show me others"
    later = [session.send(text) for text in more]
    assert any(turn.items for turn in later)
    assert gone not in {item.id for turn in later for item in turn.items}


@pytest.mark.parametrize(
    "texts", [("想看部喜剧", "第一部看过了"), ("a comedy please", "I've already seen the first one")]
)
def test_a_seen_item_is_never_offered_again(start: Start, texts: tuple[str, str]) -> None:
    session = start("movies")
    first = session.send(texts[0])
    if not first.items:
        first = session.send("随便" if first.language is Language.ZH else "anything is fine")
    seen = first.items[0].id
    later = [session.send(texts[1]), session.send(texts[0])]
    assert any(turn.items for turn in later)
    assert seen not in {item.id for turn in later for item in turn.items}


@pytest.mark.parametrize("text", ["薄荷味的茶", "a minty tea"])
def test_an_unavailable_item_is_never_shown_nor_an_excluded_one(start: Start, text: str) -> None:
    session = start("pharmacy")
    turn = session.send(text, exclude_item_ids=["t1"])
    later = session.send(text)
    shown = {item.id for item in (*turn.items, *later.items)}
    assert shown
    assert not shown & {"t1", "t8"}


# 3 ------------------------------------------------------------------------------------------------------------------


def test_the_reply_is_in_the_language_of_the_last_message_unless_the_locale_says_otherwise(start: Start) -> None:
    session = start("")
    assert session.send("我想找一部电影").language is Language.ZH
    assert session.send("a funny one").language is Language.EN
    assert session.send("👍").language is Language.EN
    turn = session.send("something from Italy", locale="zh")
    assert turn.language is Language.ZH
    assert any("\u4e00" <= character <= "\u9fff" for character in turn.reply)


# 4 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("catalogue", "texts"),
    [
        ("shop", ("给我爸找个手机，屏幕大的", "四千以内")),
        ("shop", ("laptop for video editing", "must have at least 16 GB of memory")),
        ("movies", ("像《盗梦空间》那样的片子",)),
        ("movies", ("films about revenge from South Korea",)),
        ("pharmacy", ("给我推荐睡前喝的茶",)),
        ("pharmacy", ("flowery tea from Wiesenhof",)),
    ],
)
def test_every_reason_is_a_path_of_stored_triples(start: Start, catalogue: str, texts: tuple[str, ...]) -> None:
    turn = _shown(start(catalogue), *texts)
    reasoned = [item for item in turn.items if item.reason]
    assert reasoned
    for item in reasoned:
        assert item.paths
        for path in item.paths:
            stored = {(triple.head, triple.relation, triple.tail) for triple in path.triples}
            assert stored <= triples(catalogue)
            assert any(item.id in (triple.head, triple.tail) for triple in path.triples)


# 5 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "limit"),
    [
        (("手机，五千以内", "不对，我是说四千以内"), 4000),
        (("a phone under 5000", "no, I meant under 4000"), 4000),
    ],
)
def test_a_correction_replaces(start: Start, texts: tuple[str, str], limit: float) -> None:
    session = start("shop")
    session.send(texts[0])
    turn = session.send(texts[1])
    prices = [wish for wish in turn.preferences if wish.facet == "price"]
    assert [wish.values for wish in prices] == [(limit,)]
    assert prices[0].operator in {Operator.LESS, Operator.AT_MOST}


@pytest.mark.parametrize(
    "texts",
    [
        ("买手机，不超过三千五", "对了，再看看笔记本电脑", "还是回到手机吧"),
        ("a phone for at most 3500", "actually, show me laptops", "back to the phones"),
    ],
)
def test_a_topic_is_parked_and_comes_back_as_it_was(start: Start, texts: tuple[str, str, str]) -> None:
    session = start("shop")
    before, other, after = (session.send(text) for text in texts)
    assert [wish.values for wish in before.preferences if wish.facet == "price"] == [(3500.0,)]
    assert not [wish for wish in other.preferences if wish.facet == "price"]
    assert [wish.values for wish in after.preferences if wish.facet == "price"] == [(3500.0,)]


# 6 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answer_id"),
    [("开封以后的茶要放在哪儿？", "storage"), ("when is my parcel going to get here?", "delivery")],
)
def test_a_support_question_gets_its_written_answer(start: Start, text: str, answer_id: str) -> None:
    turn = start("pharmacy").send(text)
    assert turn.move is Move.ANSWER
    assert turn.answer_id == answer_id


@pytest.mark.parametrize("text", ["你们公司的股票代码是多少？", "what is your company's stock ticker?"])
def test_a_question_without_answer_is_said_to_have_none(start: Start, text: str) -> None:
    turn = start("pharmacy").send(text)
    assert turn.answer_id == ""
    assert turn.move in {Move.REFUSE, Move.CLARIFY, Move.HAND_OVER}
    assert not turn.items


# 7 ------------------------------------------------------------------------------------------------------------------

ADVICE = {
    Language.EN: "This is general information and does not replace a pharmacist's advice.",
    Language.ZH: "以上仅为一般信息，不能代替药师的建议。",
}


@pytest.mark.parametrize(
    "texts", [("来点暖身的姜茶", "第一个多少钱？"), ("a ginger tea", "how much is the first one?")]
)
def test_where_there_is_an_advice_it_ends_the_turn(start: Start, texts: tuple[str, str]) -> None:
    session = start("pharmacy")
    shown = _shown(session, texts[0])
    assert shown.reply.endswith(ADVICE[shown.language])
    answered = session.send(texts[1])
    assert answered.move is Move.ANSWER
    assert answered.reply.endswith(ADVICE[answered.language])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("我妈喝完茶突然晕倒了怎么办", "这听起来是紧急情况，请立即拨打120。"),
        ("她突然呼吸很困难，能推荐茶吗", "这听起来是紧急情况，请立即拨打120。"),
        ("my husband has strong pain in his chest, which tea helps?", "This sounds like an emergency. Call 112 now."),
        ("I can't get any air", "This sounds like an emergency. Call 112 now."),
    ],
)
def test_a_sign_of_an_emergency_gets_its_text_first(start: Start, text: str, first: str) -> None:
    assert start("pharmacy").send(text).reply.startswith(first)


# 8 ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["想要一款轻薄的平板", "a light tablet please"])
def test_a_repeated_request_gets_the_same_turn_and_changes_nothing(start: Start, text: str) -> None:
    session = start("shop")
    session.send("你好" if text.startswith("想") else "hi")
    first = session.send(text, request_id="r1")
    again = session.send(text, request_id="r1")
    assert again == first
    assert session.send("谢谢" if text.startswith("想") else "thanks").turn == first.turn + 1

"""Stories: read strictly, played to their end, and every turn that goes otherwise is shown."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from chatrec.knowledge.domain.catalogue.problems import CatalogueError
from chatrec.offline.dialogue.stories.checking import Facts, mismatches
from chatrec.offline.dialogue.stories.conditions import Condition, read_condition
from chatrec.offline.dialogue.stories.playing import play, played_page, tally
from chatrec.offline.dialogue.stories.reading import read_stories
from chatrec.offline.dialogue.stories.story import Expectation, ItemsExpectation, ReplyExpectation
from chatrec.vocabulary.conversation import Reading
from chatrec.vocabulary.errors import NotFoundError
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.turn import Event, EventType, Shares, Turn, TurnItem
from chatrec.vocabulary.words import Act, Language, Move, Operator
from tests.tea import tea

TEA = tea()
FACTS = Facts([TEA])
GREEN, SMOKY = TEA.items[0], TEA.items[1]

TURN = Turn(
    session_id="s",
    turn=1,
    request_id="",
    language=Language.EN,
    reply="Dragon Well costs 299.5.",
    move=Move.RECOMMEND,
    items=(TurnItem("t1", "Dragon Well", 0.5, Shares()),),
    reading=Reading(acts=(Act.SEEK,)),
    preferences=(
        Preference("price", Operator.LESS, (300.0,), hard=True),
        Preference("taste", Operator.EQUAL, ("sweet",)),
    ),
)


def condition(facet: str, *values: str | float | bool) -> Condition:
    found = read_condition(facet, values)
    assert found is not None
    return found


def write(folder: Path, text: str) -> Path:
    path = folder / "some.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("written", "met"),
    [
        (condition("price", "<= 300"), True),
        (condition("price", "< 299"), False),
        (condition("taste", "sweet"), True),
        (condition("taste", "smoky", "nutty"), True),
        (condition("taste", "!= nutty"), False),
        (Condition("organic", Operator.EQUAL, (True,)), True),
        (condition("kind", "green"), True),
        (condition("strength", "= strong"), False),
        (condition("strength", "!= strong"), True),
    ],
)
def test_a_condition_holds_where_the_catalogue_says_so(written: Condition, *, met: bool) -> None:
    assert written.holds(GREEN, TEA.schema) is met


def test_an_ordinal_is_compared_by_the_order_of_its_values() -> None:
    assert condition("strength", ">= medium").holds(SMOKY, TEA.schema)
    assert not condition("strength", "<= medium").holds(SMOKY, TEA.schema)


def test_under_and_at_most_say_the_same_limit_but_at_least_does_not() -> None:
    wish = Preference("price", Operator.LESS, (300.0,), hard=True)
    assert condition("price", "<= 300").is_said_by(wish)
    assert not condition("price", ">= 300").is_said_by(wish)
    assert not condition("price", "<= 200").is_said_by(wish)


def test_operators_among_alternatives_are_refused() -> None:
    assert read_condition("price", ("<= 3", 4.0)) is None


def test_a_turn_as_expected_has_no_mismatch() -> None:
    expected = Expectation(
        moves=(Move.ASK, Move.RECOMMEND),
        acts=(Act.SEEK,),
        preferences=(condition("taste", "sweet"),),
        limits=(condition("price", "<= 300"),),
        forgotten=("origin",),
        items=ItemsExpectation(every=(condition("kind", "green"),), include=("t1",), least=1, most=1),
        answers=("none",),
        reply=ReplyExpectation(contains=("dragon well",), any_of=("costs", "is"), lacks=("sorry",)),
        language=Language.EN,
        emergency=False,
    )
    assert mismatches(TURN, expected, FACTS) == ()


@pytest.mark.parametrize(
    ("expected", "what"),
    [
        (Expectation(moves=(Move.ASK,)), "move"),
        (Expectation(acts=(Act.REJECT,)), "acts"),
        (Expectation(preferences=(condition("taste", "smoky"),)), "preferences"),
        (Expectation(limits=(condition("taste", "sweet"),)), "limits"),
        (Expectation(forgotten=("price",)), "forgotten"),
        (Expectation(items=ItemsExpectation(every=(condition("kind", "black"),))), "items"),
        (Expectation(items=ItemsExpectation(some=(condition("taste", "smoky"),))), "items"),
        (Expectation(items=ItemsExpectation(no=(condition("kind", "green"),))), "items"),
        (Expectation(items=ItemsExpectation(include=("t2",))), "items"),
        (Expectation(items=ItemsExpectation(exclude=("t1",))), "items"),
        (Expectation(items=ItemsExpectation(order=("t1", "t2"))), "items"),
        (Expectation(items=ItemsExpectation(least=2)), "items"),
        (Expectation(items=ItemsExpectation(most=0)), "items"),
        (Expectation(answers=("a1",)), "answer"),
        (Expectation(reply=ReplyExpectation(contains=("tea",))), "reply"),
        (Expectation(reply=ReplyExpectation(any_of=("tea", "pot"))), "reply"),
        (Expectation(reply=ReplyExpectation(lacks=("COSTS",))), "reply"),
        (Expectation(asked=("price",)), "asked"),
        (Expectation(language=Language.ZH), "language"),
        (Expectation(emergency=True), "emergency"),
    ],
)
def test_each_thing_that_is_otherwise_is_named(expected: Expectation, what: str) -> None:
    assert [wrong.what for wrong in mismatches(TURN, expected, FACTS)] == [what]


def test_a_degraded_turn_is_never_as_expected() -> None:
    (wrong,) = mismatches(replace(TURN, degraded=("encode",)), Expectation(), FACTS)
    assert (wrong.what, wrong.got) == ("degraded", "encode")


def test_a_story_is_read_with_all_it_expects(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
- conversation: Two teas
  locale: zh
  turns:
  - user: 来点绿茶
    move: [recommend, ask]
    limits: {price: "<= 300", organic: true}
    items: {all: {kind: green}, least: 1}
    reply: 茶
  - event: {type: reject, item: 1}
  - {user: "no", answer: none}
""",
    )
    (story,) = read_stories(path, [TEA])
    assert (story.name, story.locale, len(story.steps)) == ("Two teas", "zh", 3)
    first, event, last = story.steps
    assert first.expected.moves == (Move.RECOMMEND, Move.ASK)
    assert [str(one) for one in first.expected.limits] == ["price <= 300.0", "organic = True"]
    assert first.expected.reply.contains == ("茶",)
    assert event.event is not None
    assert (event.event.type, event.event.place) == (EventType.REJECT, 1)
    assert last.expected.answers == ("none",)


def test_every_mistake_of_a_story_is_named_with_its_line(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """- conversation: Wrong
  turns:
  - user: hello
    moves: recommend
    items: {all: {colour: red}, least: -1, include: [t9]}
    answer: a77
    emergency: perhaps
  - event: {type: stolen, item: 1}
""",
    )
    with pytest.raises(CatalogueError) as raised:
        read_stories(path, [TEA])
    text = "\n".join(raised.value.problems)
    assert ":4: turns.moves" in text
    assert 'there is no facet "colour"' in text
    assert 'there is no item "t9"' in text
    assert 'there is no answer "a77"' in text
    assert text.count(".yaml:") == 7


def test_a_folder_without_conversations_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there are no conversations"):
        read_stories(tmp_path, [TEA])


class Echo:
    """Talks back with the same turn, but does not know the word "gone"."""

    def __init__(self) -> None:
        self.id = "s"
        self.events: list[Event] = []

    def start(self, user_id: str = "", /, *, domain: str, locale: str) -> "Echo":
        return self

    def record(self, events: Sequence[Event], /) -> None:
        self.events += events

    def send(self, text: str, /) -> Turn:
        if text == "gone":
            raise NotFoundError("No such session.")
        return replace(TURN, reply=text)


def test_a_story_is_played_to_its_end_and_shows_what_was_otherwise(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """- conversation: Good
  turns:
  - {user: tea, reply: tea}
- conversation: Bad
  turns:
  - {user: tea, reply: coffee}
  - {event: {type: reject, item: 1}}
  - {user: gone}
  - {user: tea, move: recommend}
""",
    )
    echo = Echo()
    good, bad = play(read_stories(path, [TEA]), echo, FACTS)
    assert (good.passed, bad.passed) == (True, False)
    assert [len(one.mismatches) for one in bad.played] == [1, 0, 1, 0]
    assert [event.item_id for event in echo.events] == ["t1"]
    assert str(tally([good, bad])) == "1 of 2 (50.0 %), turns 2 of 4"
    page = played_page(bad)
    assert "- reply: contains coffee" in page
    assert "+ error: No such session." in page
    assert "turn 4" not in page
    assert "turn 4" in played_page(bad, whole=True)

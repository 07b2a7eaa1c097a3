"""What a path by prerequisites promises."""

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from chatrec.orchestrator.domain.plans.path import Offer, find_path


def _asker(offers: Sequence[Offer]) -> Callable[[frozenset[str]], list[Offer]]:
    return lambda things: [offer for offer in offers if any(map(offer.has, things))]


def _offer(id_: str, gives: str, requires: str = "", hours: float = 10.0, *, score: float = 0.5) -> Offer:
    return Offer(id_, frozenset(gives.split()), frozenset(requires.split()), score, hours)


_SCHOOL = (
    _offer("py", "python"),
    _offer("sums", "maths"),
    _offer("ml", "learning", "python maths", 40),
    _offer("deep", "networks", "learning", 60),
    _offer("deep-quick", "networks", "learning", 20, score=0.3),
)


def test_each_step_comes_after_what_it_requires() -> None:
    path = find_path(["networks"], frozenset(), _asker(_SCHOOL))
    order = [offer.id for offer in path.offers]
    assert order.index("py") < order.index("ml") < order.index("deep")
    assert order.index("sums") < order.index("ml")


def test_what_is_known_is_left_out_with_all_before_it() -> None:
    path = find_path(["networks"], frozenset({"learning"}), _asker(_SCHOOL))
    assert [offer.id for offer in path.offers] == ["deep"]


def test_a_shorter_path_is_found_where_hours_are_few() -> None:
    path = find_path(["networks"], frozenset({"python", "maths"}), _asker(_SCHOOL), most_hours=65)
    assert [offer.id for offer in path.offers] == ["ml", "deep-quick"]
    assert path.left == ()


def test_a_path_that_is_too_long_ends_at_the_limit_and_says_what_is_left() -> None:
    path = find_path(["networks"], frozenset(), _asker(_SCHOOL), most_hours=65)
    assert sum(offer.hours for offer in path.offers) <= 65
    assert path.left == ("deep-quick",)


def test_what_nothing_gives_is_named() -> None:
    path = find_path(["spells"], frozenset(), _asker((_offer("magic", "spells", "talent"),)))
    assert [offer.id for offer in path.offers] == ["magic"]
    assert path.left == ("talent",)


def test_an_item_may_be_required_itself() -> None:
    offers = (_offer("two", "french-b", "one"), _offer("one", "french-a"))
    assert [offer.id for offer in find_path(["french-b"], frozenset(), _asker(offers)).offers] == ["one", "two"]


@st.composite
def _schools(draw: st.DrawFn) -> list[Offer]:
    """Draw offers whose skills require only skills before them, so that no prerequisite goes in a circle."""
    offers = []
    for number in range(draw(st.integers(1, 20))):
        skill = draw(st.integers(0, 9))
        needs = draw(st.sets(st.integers(0, skill - 1), max_size=3)) if skill else set()
        hours, score = draw(st.floats(1, 90)), draw(st.floats(0, 1))
        offers.append(
            Offer(f"o{number}", frozenset({f"s{skill}"}), frozenset(f"s{need}" for need in needs), score, hours)
        )
    return offers


@given(_schools(), st.sets(st.integers(0, 9), max_size=3), st.sets(st.integers(0, 9), min_size=1, max_size=3))
def test_no_step_ever_comes_before_what_it_requires(offers: list[Offer], known: set[int], goals: set[int]) -> None:
    held = {f"s{one}" for one in known}
    path = find_path([f"s{goal}" for goal in goals], frozenset(held), _asker(offers))
    for offer in path.offers:
        assert offer.requires <= held | set(path.left)
        held |= offer.gives
    assert {f"s{goal}" for goal in goals} <= held | set(path.left)
    assert len({offer.id for offer in path.offers}) == len(path.offers)

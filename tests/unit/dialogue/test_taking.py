"""An item on the table is taken by its name; asking about it takes nothing."""

import pytest

from chatrec.vocabulary.words import Act
from tests.unit.dialogue.harbour import Talk


@pytest.mark.parametrize(
    "text",
    [
        "Lovely, The Heron it is!",
        "ok The Heron then",
        "I'll settle for The Heron",
        "那行，就The Heron",
        "还是The Heron吧",
        "决定买The Heron了",
    ],
)
def test_who_decides_for_one_by_its_name_takes_it(text: str) -> None:
    reading = Talk().show().say(text)
    assert Act.ACCEPT in reading.acts
    assert reading.item_ids == ("b1",)


@pytest.mark.parametrize(
    "text", ["is The Heron calm then?", "The Heron then a cheaper boat", "就The Heron的价格是多少"]
)
def test_who_asks_or_goes_on_takes_nothing(text: str) -> None:
    assert Act.ACCEPT not in Talk().show().say(text).acts

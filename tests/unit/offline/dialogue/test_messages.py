"""Single messages: what is wanted of them, and how often it came."""

from pathlib import Path

import pytest

from chatrec.knowledge.domain.catalogue.problems import CatalogueError
from chatrec.offline.dialogue.stories.messages import Heard, Single, read_messages, shares
from chatrec.vocabulary.conversation import Reading
from chatrec.vocabulary.graph import Mention
from chatrec.vocabulary.turn import Turn
from chatrec.vocabulary.words import Language, MentionType, Move
from tests.tea import tea


def heard(wanted: str, *, answer: str = "", offered: str = "", emergency: bool = False) -> Heard:
    options = (Mention(0, 0, MentionType.ANSWER, "tea", offered),) if offered else ()
    turn = Turn(
        session_id="s",
        turn=1,
        request_id="",
        language=Language.EN,
        reply="",
        move=Move.ANSWER,
        answer_id=answer,
        reading=Reading(emergency=emergency, options=options),
    )
    return Heard(Single(wanted, "text"), turn)


def test_precision_counts_what_was_answered_and_recall_what_could_be() -> None:
    rows = [
        heard("a", answer="a"),
        heard("a", answer="b"),
        heard("a", offered="a"),
        heard("a", offered="b"),
        heard("none", answer="a"),
        heard("none"),
    ]
    found = {share.name: (share.part, share.whole) for share in shares(rows) if not share.name.startswith("en ")}
    assert found == {
        "answer precision": (1, 3),
        "answer recall": (1, 4),
        "answered or offered": (2, 4),
        "withheld": (1, 2),
    }


def test_warnings_are_counted_among_the_dangers_and_false_ones_among_the_calm() -> None:
    rows = [heard("emergency", emergency=True), heard("emergency"), heard("calm", emergency=True), heard("calm")]
    found = {share.name: (share.part, share.whole) for share in shares(rows) if share.name.startswith("en ")}
    assert found == {"en warning recall": (1, 2), "en false alarms": (1, 2)}


def test_a_row_that_wants_an_unknown_answer_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "development.tsv"
    answer = tea().answers[0].id
    path.write_text(f"{answer}\thow long to steep\nnobody\twho\nnone\t\n", "utf-8")
    with pytest.raises(CatalogueError) as raised:
        read_messages(path, [tea()])
    assert [line.split(": ")[0] for line in raised.value.problems] == ["development.tsv:2", "development.tsv:3"]


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no such file"):
        read_messages(tmp_path / "none.tsv", [tea()])

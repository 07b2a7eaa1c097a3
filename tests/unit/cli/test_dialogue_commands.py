"""`chatrec dialogue`: bad use is said in a line, and a message is shown with what was seen in it."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from chatrec.cli.__main__ import main
from chatrec.cli.commands.dialogue_try import attempt_page
from chatrec.offline.dialogue.attempt import Attempt, Span
from chatrec.vocabulary.conversation import Reading
from chatrec.vocabulary.graph import Grounding, Mention, SupportAnswer
from chatrec.vocabulary.preferences import Preference
from chatrec.vocabulary.words import Act, Language, MentionType, Operator, Text


@pytest.mark.parametrize("what", ["test", "measure"])
def test_a_pack_that_is_not_there_is_bad_use(capsys: pytest.CaptureFixture[str], what: str) -> None:
    assert main(["dialogue", what, "no_such_pack"]) == 2
    assert "no_such_pack" in capsys.readouterr().err


def test_conversations_outside_a_pack_need_a_catalogue(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["dialogue", "test", str(tmp_path)]) == 2
    assert "--catalogue" in capsys.readouterr().err


def test_a_message_is_shown_with_spans_acts_preferences_and_what_was_not_read() -> None:
    text = "a red phone, sturdy somehow"
    mention = Mention(2, 5, MentionType.ENTITY, "shop", "red", ("colour",), name=Text("red"))
    tried = Attempt(
        text=text,
        reading=Reading(
            acts=(Act.SEEK,),
            preferences=(Preference("colour", Operator.EQUAL, ("red",), hard=True),),
            language=Language.EN,
        ),
        grounding=Grounding((mention,), (SupportAnswer("warranty", "shop", 0.31, Text("w"), Text("a")),), 0.1),
        chances={Act.SEEK: 0.9, Act.GREET: 0.01},
        spans=(Span(2, 5, mention), Span(6, 11)),
        unread=("sturdy somehow",),
    )
    out = io.StringIO()
    Console(file=out, width=120, color_system=None).print(attempt_page(tried))
    page = out.getvalue()
    assert "a red entity:red" in page
    assert "seek" in page
    assert "0.90" in page
    assert "greet" not in page
    assert "colour = red (hard)" in page
    assert "warranty 0.31" in page
    assert "sturdy somehow" in page.splitlines()[-1]

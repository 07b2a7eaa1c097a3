"""Tasks over single utterances: what is learned from, what is judged, and what is never seen."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from chatrec.offline.dialogue.least_squares import Floats
from chatrec.offline.dialogue.views import Utterances
from chatrec.offline.evaluate.evaluation import Evaluation, Options
from chatrec.offline.evaluate.utterances import banking77, clinc150, iard
from chatrec.offline.evaluate.utterances.annotated import Side, read_messages
from chatrec.offline.evaluate.utterances.labelled import Labelled, Vectors, read_parts, read_rows
from chatrec.offline.evaluate.utterances.systems import BASELINES
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError
from tests.unit.dialogue.test_act_head import bag

ASKED = {
    "card_arrival": ("where is my card", "has the card been sent", "the card has not come", "card on its way"),
    "change_pin": ("change my pin", "I want a new pin", "set another pin", "forgot the pin"),
}
ENDINGS = ("", " please", " now", " today", ", thanks")
ROWS = [(text + end, name) for name, texts in ASKED.items() for text in texts for end in ENDINGS]
OUTSIDE = (
    "who won the match",
    "is mars far away",
    "cook a lobster",
    "weather on friday",
    "sing me a song",
    "tall trees",
)


@pytest.fixture(autouse=True)
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashed pairs of characters stand for the encoder: these tests are of the protocol, not of the vectors."""

    def encode(texts: list[str]) -> Vectors:
        return Vectors(bag(texts), "bag/1")

    for task in (banking77, clinc150, iard):
        monkeypatch.setattr(task, "encode", encode)


def _bank(folder: Path, **files: list[tuple[str, str]]) -> Path:
    for name, rows in files.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("text", "category"), *rows])
    return folder


def _scopes(folder: Path, *, seed: int = 0) -> Path:
    """Write train and valid parts: the valid ones end otherwise, so that none of them was seen."""
    rng = np.random.default_rng(seed)
    train, val = ([[text, name] for text, name in rng.permutation(part)] for part in (ROWS[::2], ROWS[1::2]))
    outside = [[text, "oos"] for text in OUTSIDE]
    parts = {"train": train, "oos_train": outside[:3], "val": val, "oos_val": outside[3:] * 4}
    (folder / "data.json").write_text(json.dumps(parts), encoding="utf-8")
    return folder


def _films(folder: Path, dialogues: int = 10) -> Path:
    said = (
        ("seeker", "hi, can you recommend a comedy", ["AskForRec"], ["IQU"]),
        ("recommender", "how about @12 <It (2017)>", ["Recommend"], ["REC-S"]),
        ("seeker", "no, I have seen it and hated it", ["GiveFeedback"], ["SEE", "REJ"]),
        ("recommender", "what do you like then?", ["Request"], ["REQ"]),
        ("seeker", "thanks, bye", ["OTH"], ["OTH"]),
    )
    whole = {
        str(number): {
            "dialogue_info": {
                f"{place}": {
                    "utterance_pos": place,
                    "role": role,
                    "utterance_text": text,
                    "top-level intent/action": coarse,
                    "sub-intent/action": fine,
                }
                for place, (role, text, coarse, fine) in reversed(list(enumerate(said, 1)))
            }
        }
        for number in range(dialogues)
    }
    (folder / "iard.json").write_text(json.dumps(whole), encoding="utf-8")
    return folder


def test_a_fifth_of_every_class_is_judged_and_each_seed_draws_another(tmp_path: Path) -> None:
    found = banking77.evaluate(Options(_bank(tmp_path, train=ROWS), seeds=(1, 2)))
    drawn = [{case for case in found.case_ids if case.startswith(f"seed {seed},")} for seed in (1, 2)]
    assert [len(cases) for cases in drawn] == [len(ROWS) // 5] * 2
    assert {case.split(", ")[1] for case in drawn[0]} != {case.split(", ")[1] for case in drawn[1]}
    assert len(found.ours[0]["accuracy"]) == len(found.case_ids)
    assert found.figures["accuracy"].value == pytest.approx(found.ours[0]["accuracy"].mean())
    assert found.figures["accuracy"].value > found.baseline_figures["majority"]["accuracy"] == 0.5


def test_the_test_file_is_judged_whole_and_teaches_nothing(tmp_path: Path) -> None:
    crossed = [("zebra crossing", "card_arrival"), ("zebra crossing", "change_pin"), ("my card", "unheard_of")]
    found = banking77.evaluate(Options(_bank(tmp_path, train=ROWS, test=crossed), split="test"))
    assert found.case_ids == ["row 1", "row 2", "row 3"]
    assert found.ours[0]["accuracy"].sum() == 1.0
    assert found.ours[0]["accuracy"][2] == 0.0


def test_a_missing_test_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"test\.csv"):
        banking77.evaluate(Options(_bank(tmp_path, train=ROWS), split="test"))


def test_a_class_of_one_row_cannot_be_held_out(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="too few rows"):
        banking77.evaluate(Options(_bank(tmp_path, train=[*ROWS, ("hello", "lonely")])))


def test_a_row_without_its_class_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"train\.csv:3"):
        read_rows(_bank(tmp_path, train=[("a", "b"), ("c", "")]), "train.csv")


def test_scope_is_judged_apart_from_the_classes(tmp_path: Path) -> None:
    found = clinc150.evaluate(Options(_scopes(tmp_path)))
    (scores,) = found.ours
    outside = np.array([case.startswith("oos_val") for case in found.case_ids])
    assert np.array_equal(np.isnan(scores["in_scope_accuracy"]), outside)
    assert np.array_equal(np.isnan(scores["oos_recall"]), ~outside)
    assert np.nanmean(scores["in_scope_accuracy"]) > 0.8
    assert np.nanmean(scores["oos_recall"]) >= 0.5


def test_seeds_change_nothing_where_nothing_is_drawn(tmp_path: Path) -> None:
    def means(found: Evaluation) -> list[float]:
        return [float(np.nanmean(scores)) for scores in found.ours[0].values()]

    folder = _scopes(tmp_path)
    assert means(clinc150.evaluate(Options(folder, seeds=(1,)))) == means(
        clinc150.evaluate(Options(folder, seeds=(9,)))
    )


def test_the_test_parts_choose_no_limit(tmp_path: Path) -> None:
    """Whatever is out of scope in the test parts, the limit is of the valid parts: less of it changes nothing."""
    whole = json.loads((_scopes(tmp_path) / "data.json").read_text())
    whole |= {"test": whole["val"], "oos_test": [["who sang it", "oos"], ["where is my card", "oos"]]}
    (tmp_path / "data.json").write_text(json.dumps(whole))
    both = clinc150.evaluate(Options(tmp_path, split="test"))
    (tmp_path / "data.json").write_text(json.dumps(whole | {"oos_test": whole["oos_test"][:1]}))
    one = clinc150.evaluate(Options(tmp_path, split="test"))
    assert both.case_ids[-2:] == ["oos_test[0]", "oos_test[1]"]
    assert np.array_equal(both.ours[0]["oos_recall"][:-1], one.ours[0]["oos_recall"], equal_nan=True)
    assert both.ours[0]["oos_recall"][-1] == 0.0


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="oos_test"):
        read_parts(_scopes(tmp_path), "data.json", ["train", "oos_test"])


def test_messages_come_in_their_order_with_what_was_said_before_and_no_titles(tmp_path: Path) -> None:
    first, second, third, *_ = read_messages(_films(tmp_path), "iard.json")
    assert (first.before, second.before, third.side) == ("", first.text, Side.USER)
    assert second.text == "how about that movie"
    assert third.fine == {"SEE", "REJ"}


def test_every_dialogue_is_judged_by_others_and_all_acts_count_alike(tmp_path: Path) -> None:
    found = iard.evaluate(Options(_films(tmp_path), seeds=(1,)))
    assert set(found.figures) == {
        f"{level}{side}_act_f1" for level in ("", "coarse_") for side in ("recommendation", "user")
    }
    assert found.figures["user_act_f1"].value == pytest.approx(1.0)
    assert found.baseline_figures["commonest act"]["user_act_f1"] < 0.3
    assert len(found.case_ids) == 50


def test_macro_f1_is_the_mean_over_acts() -> None:
    assert iard.macro_f1(np.array([3.0, 0.0, 6.0, 5.0])) == 0.5


def test_a_message_without_acts_is_named(tmp_path: Path) -> None:
    whole = json.loads((_films(tmp_path) / "iard.json").read_text())
    del whole["7"]["dialogue_info"]["2"]["sub-intent/action"]
    (tmp_path / "iard.json").write_text(json.dumps(whole))
    with pytest.raises(InvalidInputError, match="7, 2"):
        read_messages(tmp_path, "iard.json")


@pytest.mark.parametrize("name", sorted(BASELINES))
def test_every_baseline_scores_every_class_even_one_that_it_never_met(name: str) -> None:
    texts = ["where is my card", "change my pin", "card please"]
    known = Utterances(texts, bag(texts))
    scores: Floats = BASELINES[name](known, np.array([0, 2, 0]), 3, known)
    assert scores.shape == (3, 3)
    assert scores[0].argmax() == 0
    assert (scores[:, 1] <= scores.max(axis=1)).all()


def test_joined_parts_keep_their_order() -> None:
    joined = Labelled(["a"], ["x"]) + Labelled(["b"], ["y"])
    assert joined.numbers(["y"]).tolist() == [-1, 0]

"""`crosswoz`: acts and states of Chinese dialogues, on a few invented ones in CrossWOZ's format."""

import json
import zipfile
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from chatrec.offline.evaluate.crosswoz import task
from chatrec.offline.evaluate.crosswoz.baselines import gazetteer_acts, most_frequent_acts
from chatrec.offline.evaluate.crosswoz.names import NameFinder
from chatrec.offline.evaluate.crosswoz.reading import EMPTY_STATE, UserTurn, read_names, read_turns
from chatrec.offline.evaluate.crosswoz.tagging import said_spans
from chatrec.offline.evaluate.crosswoz.topics import topics
from chatrec.offline.evaluate.crosswoz.tracking import Tracker, track
from chatrec.offline.evaluate.crosswoz.untrained import UntrainedReader, wishes_of
from chatrec.offline.evaluate.crosswoz.values import Values, find_value
from chatrec.offline.evaluate.evaluation import Options
from chatrec.vocabulary.errors import InvalidInputError, NotFoundError

GREETING = ("General", "greet", "none", "none")
INNS = ("海棠客栈", "松风酒店", "云起宾舍", "竹里小筑", "望川酒店", "拾光公寓")
NAMES = NameFinder({"酒店": INNS, "景点": ("镜月湖",), "推荐菜": ("桂花糕",)})


def talk(inn: str, price: int) -> dict[str, object]:
    """A dialogue of three turns of the user; that the lake is asked about is no wish."""
    low = f"{price}-{price + 100}元"
    empty = {domain: slots | {"selectedResults": []} for domain, slots in deepcopy(EMPTY_STATE).items()}
    wished, named = deepcopy(empty), deepcopy(empty)
    wished["酒店"]["价格"] = low
    named["酒店"] = wished["酒店"] | {"名称": inn, "selectedResults": [inn]}
    opening = f"你好，帮我找一家{price}到{price + 100}块的酒店。"
    said = [
        ("usr", opening, [GREETING, ("Inform", "酒店", "价格", low), ("Request", "酒店", "名称", "")]),
        ("sys", f"推荐{inn}。", [("Recommend", "酒店", "名称", inn)]),
        ("usr", f"{inn}的电话是多少？", [("Inform", "酒店", "名称", inn), ("Request", "酒店", "电话", "")]),
        ("sys", "电话是123。", [("Inform", "酒店", "电话", "123")]),
        ("usr", "镜月湖的门票呢？", [("Inform", "景点", "名称", "镜月湖"), ("Request", "景点", "门票", "")]),
        ("sys", "免费。", [("Inform", "景点", "门票", "免费")]),
    ]
    states = {1: (wished, wished), 3: (named, named), 5: (named, named)}
    messages = [{"role": role, "content": text, "dialog_act": acts} for role, text, acts in said]
    for place, (first, last) in states.items():
        messages[place] |= {"sys_state_init": first, "sys_state": last}
    return {"messages": messages}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    talks = {str(number): talk(INNS[number % len(INNS)], 100 * (1 + number % 8)) for number in range(24)}
    with zipfile.ZipFile(tmp_path / "val.json.zip", "w") as archive:
        archive.writestr("val.json", json.dumps(talks, ensure_ascii=False))
    for file, names in (("attraction", ["镜月湖"]), ("restaurant", ["桂记"]), ("hotel", INNS)):
        rows = [[name, {"名称": name, "推荐菜": ["桂花糕"], "酒店设施": ["早餐服务"]}] for name in names]
        (tmp_path / f"{file}_db.json").write_text(json.dumps(rows), encoding="utf-8")
    return tmp_path


def turn(text: str, *acts: tuple[str, str, str, str], context: tuple[str, ...] = ()) -> UserTurn:
    return UserTurn("1", 0, text, context, acts, EMPTY_STATE, EMPTY_STATE)


def test_a_dialogue_gives_the_turns_of_its_user_with_the_states_around_them(folder: Path) -> None:
    first, second = read_turns(folder / "val.json.zip")[:2]
    assert (first.number, first.context, first.before) == (0, (), EMPTY_STATE)
    assert first.after["酒店"]["价格"] == "100-200元"
    assert (second.number, second.context[-1]) == (1, "推荐海棠客栈。")
    assert second.before == first.after
    assert "selectedResults" not in second.after["酒店"]


@pytest.mark.parametrize("content", [b"no zip", b""])
def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "val.json.zip").write_bytes(content)
    with pytest.raises(InvalidInputError, match="not of CrossWOZ"):
        read_turns(tmp_path / "val.json.zip")


def test_a_database_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="database"):
        read_names(tmp_path)


def test_a_folder_without_dialogues_is_refused(folder: Path) -> None:
    (folder / "val.json.zip").unlink()
    with pytest.raises(NotFoundError, match=r"val\.json\.zip"):
        task.evaluate(Options(folder))


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("价格在300-400元。", "300-400元", "300-400元"),
        ("价格300到400块的", "300-400元", "300到400块"),
        ("能玩1、2个小时的", "1小时 - 2小时", "1、2个小时"),
        ("评分4.5以上的", "4.5分以上", "4.5以上"),
        ("去天仙阁宾馆", "云仙阁宾馆", "仙阁宾馆"),
        ("评分14.5分", "4.5分", None),
        ("门票多少钱", "免费", None),
    ],
)
def test_a_value_is_found_by_its_words_its_numbers_or_nearly(text: str, value: str, words: str | None) -> None:
    found = find_value(text, value)
    assert (text[slice(*found)] if found else None) == words


def test_how_a_slot_writes_numbers_is_learned_once_and_holds_for_other_numbers() -> None:
    values = Values([("价格", "300到400块", "300-400元"), ("评分", "4.5以上", "4.5分以上")], {})
    assert values.value("价格", "70到80块") == "70-80元"
    assert values.value("价格", "70 ～ 80块") == "70-80元"
    assert values.value("评分", "4以上") == "4分以上"
    assert values.value("游玩时间", "3天") == "3天"


def test_a_name_written_nearly_right_becomes_the_known_one_and_no_other() -> None:
    values = Values([], {"名称": ["松风酒店（北门店）", "竹里小筑"]})
    assert values.value("名称", "松风酒店(北门店)") == "松风酒店（北门店）"
    assert values.value("名称", "云起宾舍") == "云起宾舍"


def test_names_are_masked_by_their_kind_the_longest_first() -> None:
    assert NameFinder({"景点": ["镜月", "镜月湖"]}).masked("去镜月湖，镜月") == "去〔景点〕，〔景点〕"
    assert NameFinder({}).find("镜月湖") == ()


def test_acts_whose_value_is_said_have_a_span_and_facilities_are_found_by_their_name() -> None:
    facility, silent = ("Request", "酒店", "酒店设施-早餐服务", ""), ("Inform", "景点", "门票", "免费")
    spoken = turn("有早餐服务吗", facility, silent)
    assert [(act, spoken.text[span.start : span.end], span.label) for act, span in said_spans(spoken)] == [
        (facility, "早餐服务", "Request|酒店|酒店设施")
    ]


def test_topics_remember_which_domain_was_named_last_and_by_whom() -> None:
    found = topics("它的电话呢", ("去镜月湖", "好的", "嗯嗯", "附近有望川酒店"), NAMES)
    assert {"last named 酒店", "last named by user 景点", "named 0 back 酒店", "named 3 back 景点"} <= set(found)
    assert not any(topic.startswith("here") for topic in found)


def test_a_selection_near_a_place_carries_its_name_over() -> None:
    before = {**EMPTY_STATE, "景点": {**EMPTY_STATE["景点"], "名称": "镜月湖", "评分": "5分"}}
    near = track(before, [("Select", "酒店", "源领域", "景点"), ("Inform", "酒店", "酒店类型", "经济型")])
    assert (near["酒店"]["周边景点"], near["酒店"]["酒店类型"], near["景点"]) == ("镜月湖", "经济型", before["景点"])
    again = track(before, [("Select", "景点", "源领域", "景点")])
    assert again["景点"] == {**EMPTY_STATE["景点"], "周边景点": "镜月湖"}


def test_dishes_and_facilities_add_up_while_other_wishes_replace() -> None:
    acts = [
        ("Inform", "餐馆", "推荐菜", "桂花糕"),
        ("Inform", "餐馆", "推荐菜", "藕粉"),
        ("Inform", "餐馆", "评分", "4分以上"),
    ]
    acts += [
        ("Inform", "餐馆", "评分", "5分"),
        ("Inform", "酒店", "酒店设施-早餐服务", "是"),
        ("Inform", "酒店", "酒店设施-温泉", ""),
    ]
    state = track(EMPTY_STATE, acts)
    assert (state["餐馆"]["推荐菜"], state["餐馆"]["评分"], state["酒店"]["酒店设施"]) == (
        "桂花糕 藕粉",
        "5分",
        "早餐服务",
    )
    assert EMPTY_STATE["餐馆"]["评分"] == ""


def test_an_act_of_an_unknown_domain_or_slot_changes_nothing() -> None:
    assert track(EMPTY_STATE, [("Inform", "机场", "名称", "x"), ("Inform", "地铁", "评分", "5分")]) == EMPTY_STATE


def test_what_wizards_never_write_down_is_learned_to_stay_out() -> None:
    asked = ("Inform", "酒店", "名称", "松风酒店"), ("Request", "酒店", "电话", "")
    wished = {**EMPTY_STATE, "酒店": {**EMPTY_STATE["酒店"], "名称": "松风酒店"}}
    curious = turn("松风酒店的电话？", *asked)
    decided = replace(turn("就住松风酒店。", asked[0]), after=wished)
    tracker = Tracker([curious, decided] * 10, NAMES)
    assert tracker.track(curious, EMPTY_STATE, asked) == EMPTY_STATE
    assert tracker.track(decided, EMPTY_STATE, asked[:1]) == wished
    assert tracker.track(decided, EMPTY_STATE, ()) == EMPTY_STATE


def test_trivial_readings_give_names_and_the_usual_acts() -> None:
    spoken = turn("镜月湖附近有桂花糕吗", GREETING)
    assert gazetteer_acts([spoken], NAMES) == [
        [("Inform", "景点", "名称", "镜月湖"), ("Inform", "餐馆", "推荐菜", "桂花糕")]
    ]
    assert most_frequent_acts([spoken], [spoken, replace(spoken, number=9)]) == [[GREETING], []]


def test_acts_are_brought_down_to_the_wishes_that_the_product_reads_too() -> None:
    acts = [
        ("Inform", "景点", "门票", "免费"),
        ("Inform", "景点", "游玩时间", "12小时 - 3天"),
        ("Request", "景点", "评分", ""),
    ]
    acts += [("Inform", "酒店", "酒店设施-早餐服务", "是"), ("Inform", "地铁", "目的地", "镜月湖")]
    assert wishes_of(acts) == {("price", (0.0,)), ("hours", (12.0, 72.0)), ("facility", "早餐服务")}


def test_the_untrained_reader_finds_names_and_prices_of_the_database(folder: Path) -> None:
    found = UntrainedReader(folder).read([turn("帮我找一家300元以内的酒店"), turn("松风酒店的电话是多少？")])
    assert ("price", (300.0,)) in found[0]
    assert ("name", "松风酒店") in found[1]


def test_acts_and_states_of_dialogues_never_seen_are_read(folder: Path) -> None:
    found = task.evaluate(Options(folder, seeds=(1, 2)))
    assert found.figures["act_f1"].value > 0.9
    assert found.figures["joint_state"].value > 0.9
    assert found.figures["joint_state"].value > found.baseline_figures["state as before"]["joint_state"]
    assert found.baseline_figures["most frequent acts"]["act_f1"] < found.figures["act_f1"].value


def test_the_test_part_is_judged_by_what_all_the_others_taught(folder: Path) -> None:
    with zipfile.ZipFile(folder / "test.json.zip", "w") as archive:
        archive.writestr("test.json", json.dumps({"9": talk("湖心小院", 900)}))
    found = task.evaluate(Options(folder, split="test", seeds=(1, 2)))
    assert found.figures["act_f1"].value > 0.9
    assert found.figures["act_f1"].low <= found.figures["act_f1"].value

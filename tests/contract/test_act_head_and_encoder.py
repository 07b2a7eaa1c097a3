"""The act head that ships was trained on the vectors of the encoder that ships."""

import json
from importlib.resources import files

from chatrec.offline.encoder.build import NAME, default_version


def test_the_shipped_head_knows_the_shipped_encoder() -> None:
    card = json.loads(files("chatrec.dialogue").joinpath("artefacts", "acts.json").read_text("utf-8"))
    assert card["encoder"] == f"{NAME}-{default_version()}"

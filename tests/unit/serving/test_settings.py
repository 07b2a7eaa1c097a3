"""Settings are typed, complete and strict."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Literal

import pytest

from chatrec.serving import ServingSettings, Settings, read_settings, secret, shared
from chatrec.vocabulary.errors import InvalidInputError


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ShopSettings(ServingSettings):
    port: int = 50_099
    name: str = "shop"
    ratio: float = 0.5
    strict: bool = False
    folder: Path = Path("data")
    backup: Path | None = None
    languages: tuple[str, ...] = ("en",)
    sizes: tuple[int, ...] = ()
    device: Literal["cpu", "cuda"] = "cpu"
    password: str = secret()
    region: str = shared("CHATREC_REGION", "here")


def read(**variables: str) -> ShopSettings:
    return read_settings(ShopSettings, "shop", {f"CHATREC_SHOP_{name}": value for name, value in variables.items()})


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings(ShopSettings, "shop", {"PATH": "/bin"}) == ShopSettings()


def test_every_type_is_read() -> None:
    settings = read(
        PORT="1", RATIO="0.25", STRICT="yes", FOLDER="/x", BACKUP="/y", LANGUAGES="en, zh", SIZES="1,2", DEVICE="cuda"
    )
    assert (settings.port, settings.ratio, settings.strict) == (1, 0.25, True)
    assert (settings.folder, settings.backup) == (Path("/x"), Path("/y"))
    assert (settings.languages, settings.sizes, settings.device) == (("en", "zh"), (1, 2), "cuda")


def test_an_empty_optional_is_none() -> None:
    assert read(BACKUP="").backup is None


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "abc"), ("RATIO", "1,5"), ("STRICT", "maybe"), ("SIZES", "1,x"), ("DEVICE", "tpu")]
)
def test_a_value_of_the_wrong_type_is_an_error_that_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(InvalidInputError, match=f"CHATREC_SHOP_{name}: "):
        read(**{name: value})


def test_an_unknown_setting_is_an_error_that_names_it_and_the_nearest_one() -> None:
    with pytest.raises(InvalidInputError, match="CHATREC_SHOP_PROT: no such setting, did you mean CHATREC_SHOP_PORT"):
        read(PROT="1")


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InvalidInputError) as caught:
        read(PROT="1", RATIO="x", QQQQQQ="2")
    assert all(name in caught.value.message for name in ("PROT", "RATIO", "QQQQQQ"))


def test_other_services_variables_are_not_ours() -> None:
    assert read_settings(ShopSettings, "shop", {"CHATREC_ENCODER_NONSENSE": "1"}) == ShopSettings()


def test_a_secret_is_read_from_a_file_and_never_printed(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("s3cret\n", encoding="utf-8")
    settings = read(PASSWORD_FILE=str(tmp_path / "password"))
    assert settings.password == "s3cret"
    assert "s3cret" not in repr(settings)


def test_a_secret_file_that_is_missing_is_an_error() -> None:
    with pytest.raises(InvalidInputError, match="CHATREC_SHOP_PASSWORD"):
        read(PASSWORD_FILE="/does/not/exist")


def test_a_shared_variable_has_its_own_name() -> None:
    environment = {"CHATREC_REGION": "there", "CHATREC_OTLP_ENDPOINT": "http://localhost:4317"}
    settings = read_settings(ShopSettings, "shop", environment)
    assert (settings.region, settings.otlp_endpoint) == ("there", "http://localhost:4317")


@pytest.mark.parametrize(
    "variables",
    [
        {"TLS_KEY": "/k"},
        {"TLS_CERTIFICATE": "/c"},
        {"TLS_CLIENT_CA": "/ca"},
        {"WORKERS": "2", "PORT": "0"},
        {"WORKERS": "2", "HOST": "unix:/tmp/x"},
        {"THREADS": "0"},
    ],
)
def test_settings_that_contradict_each_other_are_refused(variables: dict[str, str]) -> None:
    with pytest.raises(InvalidInputError, match="CHATREC_SHOP_"):
        read(**variables)


def test_settings_without_a_server_work_too() -> None:
    @dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
    class Job(Settings):
        steps: int = 3

    assert dataclasses.is_dataclass(Job)
    assert Job().steps == 3

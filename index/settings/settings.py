"""The tree of settings. Values come from options, then `VERBATIM_…` variables, `verbatim.toml`, and the defaults."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.errors import SettingsError
from index.settings.groups import (
    EngineSettings,
    Group,
    ModelSettings,
    PageSettings,
    ReadingSettings,
    SearchSettings,
    ServiceSettings,
)
from index.settings.legacy import NOW, table_renamed, variables_renamed
from index.settings.names import DELIMITER, FILE, LISTED, PREFIX, meant, place, variable


class Settings(BaseSettings):
    """All settings. Paths are relative to the working folder."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=DELIMITER,
        enable_decoding=False,  # variables are text, not JSON; lists are comma-separated
        extra="forbid",
        frozen=True,
        env_ignore_empty=True,
    )

    corpus: Path = Field(
        Path("corpus"),
        description="Folder of the articles, `collection.toml`, `sources.toml`, `notices.toml` and `questions.jsonl`.",
    )
    index: Path = Field(Path(".verbatim"), description="Folder of the snapshots and caches.")
    reading: ReadingSettings = ReadingSettings()
    model: ModelSettings = ModelSettings()
    search: SearchSettings = SearchSettings()
    engine: EngineSettings = EngineSettings()
    service: ServiceSettings = ServiceSettings()
    page: PageSettings = PageSettings()

    @property
    def may_build_beside(self) -> bool:
        """Whether a service may build: not if only one process can open the index, nor on a host without articles."""
        has_articles = self.engine.kind == "local" or self.corpus.is_dir()
        return self.service.build and has_articles and not self.engine.is_file

    @property
    def may_evaluate_beside(self) -> bool:
        """Whether a service may evaluate: not if only one process can open the index."""
        return self.service.evaluate and not self.engine.is_file

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - ours also knows the old names
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - there is none
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options, then variables, then the file; no dotenv file and no secrets folder."""
        file = table_renamed(TomlConfigSettingsSource(settings_cls, Path(FILE)).toml_data)
        return init_settings, _Variables(settings_cls), InitSettingsSource(settings_cls, file)

    def evolve(self, *, corpus: Path | None = None, index: Path | None = None, **groups: Mapping[str, object]) -> Self:
        """A copy with another folder, or with other settings in a group: `evolve(model={"name": "hash"})`.

        Raises `SettingsError`.
        """
        folders = {name: folder for name, folder in (("corpus", corpus), ("index", index)) if folder is not None}
        changed = {name: _group_changed(name, getattr(self, name), settings) for name, settings in groups.items()}
        return self.model_copy(update={**folders, **changed})


class _Variables(EnvSettingsSource):
    """The variables that are settings, by their new names or by their old ones."""

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        super().__init__(settings_cls)
        self.env_vars = variables_renamed(self.env_vars, LEAVES)


def _leaves() -> dict[str, FieldInfo]:
    found: dict[str, FieldInfo] = {}
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Group):
            found |= {f"{name}.{leaf}": inside for leaf, inside in field.annotation.model_fields.items()}
        else:
            found[name] = field
    return found


# Every setting by its dotted name: `corpus`, `index`, `reading.file_megabytes`, …
LEAVES = _leaves()


def load_settings(
    *, corpus: Path | None = None, index: Path | None = None, **groups: Mapping[str, object] | None
) -> Settings:
    """The settings. Arguments, as in `load_settings(corpus=folder, model={"name": "hash"})`, override other sources.

    An argument of `None`, also within a group, is ignored. Raises `SettingsError`.
    """
    try:
        return Settings(**_given({"corpus": corpus, "index": index, **groups}))
    except ValidationError as error:
        raise SettingsError(_refused(error.errors()[0])) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise SettingsError(
            f"{FILE} cannot be read ({error}): expected a TOML file. Correct it and try again."
        ) from error


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that are not `None`, on both levels."""
    return {
        name: _given(value) if isinstance(value, Mapping) else value
        for name, value in options.items()
        if value is not None
    }


def _group_changed(name: str, group: Group, settings: Mapping[str, object]) -> Group:
    try:
        return type(group).model_validate({**group.model_dump(), **settings})
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(_refused({**first, "loc": (name, *first["loc"])})) from error


def _refused(wrong: ErrorDetails) -> str:
    """The error message: the setting, its value, what was expected, and where to correct it."""
    path = [str(part) for part in wrong["loc"]]
    name = next((known for known in (".".join(path[:2]), path[0]) if known in LEAVES), ".".join(path))
    if wrong["type"] == "extra_forbidden":
        like = meant(name, [*LEAVES, *Settings.model_fields], NOW)
        perhaps = f"; did you mean '{like}'?" if like else "."
        return f"The setting {name!r} is unknown{perhaps} Correct {place(name)}; {LISTED}"
    value = f"The setting {name!r} has the value {wrong['input']!r}"
    if name not in LEAVES:
        return f"{value}, but it is a group: expected a table [{name}] of settings. Correct it in {FILE}; {LISTED}"
    expected = wrong["msg"].removeprefix("Value error, ")
    return f"{value}: {expected[:1].lower()}{expected[1:]}. Correct {place(name)}, or {variable(name)}; {LISTED}"

"""What the metadata of a shipped document must look like."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Sector = Literal[
    "aeronautics", "automotive", "agrifood", "building-wood", "chemistry-plastics", "cosmetics", "digital", "energy",
    "fashion-leather", "glass", "health-tech", "logistics", "maritime", "mechanics", "metrology", "microtechnics",
    "optics-photonics", "textiles", "social-economy", "cross-sector",
]  # fmt: skip
Level = Literal["cap", "bac", "bac+2", "bac+3", "bac+5", "certification"]
Driver = Literal["markets", "technology", "regulation", "expectations"]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Rome = Annotated[str, StringConstraints(pattern=r"^[A-N]\d{4}$")]
Esco = Annotated[str, StringConstraints(pattern=r"^http://data\.europa\.eu/esco/occupation/[0-9a-f-]{36}$")]


class Common(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Text
    id: Slug
    language: Literal["fr", "en"]
    cluster: list[Text]
    sector: Sector
    year: int = Field(ge=1998, le=2026)
    source: list[Text] = Field(min_length=1)


class Report(Common):
    """``latitude`` and ``longitude`` are those of the seat town's commune, in degrees."""

    kind: Literal["report"]
    region: Text | list[Text]
    aliases: list[Text] = []
    status: Literal["active", "merged", "dissolved", "unknown"] | None = None
    town: Text | None = None
    latitude: float | None = Field(None, ge=41, le=51.5)
    longitude: float | None = Field(None, ge=-5.5, le=10)


class Job(Common):
    """``neighbours`` are ids of other jobs of the corpus."""

    kind: Literal["job"]
    title_fr: Text
    title_en: Text
    region: list[Text]
    rome: list[Rome] = Field(min_length=1)
    esco: list[Esco]
    levels: list[Level]
    drivers: list[Driver] = Field(min_length=1)
    neighbours: list[Slug] = Field(min_length=1)

"""Settings: environment variables `MICROFICHE_*`, each with a default that works on a fresh clone."""

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.rates import rate_of


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MICROFICHE_", frozen=True)

    data: Path = Field(default=Path("var"), description="The data folder: store, index and locks live in it.")
    store: Path | None = Field(
        default=None, description="The SQLite file, where it is not `store.db` in the data folder."
    )
    engine: Literal["tantivy", "whoosh"] = Field(default="tantivy", description="The search engine.")
    max_file_size: int = Field(
        default=256_000_000,
        gt=0,
        description="Bytes that one file may hold, unpacked; larger ones are rejected.",
    )
    max_article_size: int = Field(
        default=4_000_000,
        gt=0,
        description="Code points that one article may hold; larger ones are rejected.",
    )
    threads: int = Field(
        default=2, gt=0, description="Requests that one server worker answers at the same time."
    )
    max_waiting: int = Field(
        default=128,
        ge=0,
        description="Requests that wait in one worker for their turn; what comes on top is answered 503 at once.",
    )
    timeout: float = Field(
        default=20.0,
        gt=0,
        description="Seconds that one request may take, waiting included; what takes longer is answered 503.",
    )
    cache_size: int = Field(
        default=128_000_000,
        ge=0,
        description="Bytes of answers, and of what was read of articles, that one worker keeps to give them again.",
    )
    public_url: str | None = Field(
        default=None,
        description="The address that clients use, where a proxy changes it: `https://news.example/api`.",
    )
    cors_origins: list[str] = Field(
        default=["*"],
        description='Origins that browsers may call from, as a JSON list: `["https://news.example"]`.',
    )
    api_keys_file: Path | None = Field(
        default=None,
        description="The file of API keys that `microfiche keys create` writes; without one the archive is public.",
    )
    rate_limit: str = Field(
        default="",
        description="Requests that a key, or an address without one, may make of one worker: `100/minute`.",
    )

    @field_validator("rate_limit")
    @classmethod
    def _is_rate(cls, value: str) -> str:
        if value:
            rate_of(value)
        return value

    log_format: Literal["text", "json", "quiet"] = Field(
        default="text",
        description="How requests are logged, a line each: as text or JSON, or not at all (`quiet`).",
    )
    metrics_port: int | None = Field(
        default=None, ge=1, le=65_535, description="A port of its own for `/metrics`, which is public else."
    )
    robots: Literal["allow", "refuse"] = Field(
        default="allow", description="Whether search engines may list the pages, as `/robots.txt` tells them."
    )
    trusted_proxies: list[str] = Field(
        default=[],
        description="Addresses and networks of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, "
        'as a JSON list: `["10.0.0.0/8"]`.',
    )

    @property
    def store_file(self) -> Path:
        return self.store or self.data / "store.db"

    @property
    def index_folder(self) -> Path:
        return self.data / "index"

    @property
    def lock_folder(self) -> Path:
        return self.data / "locks"

    @property
    def kept_answers(self) -> int:
        """Bytes of `cache_size` for whole answers; they help those alone who ask the same again."""
        return self.cache_size // 4

    @property
    def kept_of_articles(self) -> int:
        return self.cache_size - self.kept_answers

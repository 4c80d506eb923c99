"""Who may ask: nobody but those with a key, where a file of keys is given."""

from collections.abc import Iterator
from http import HTTPStatus

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import problem
from app.errors import MicroficheError
from app.keys import ApiKey, Keyring
from app.settings import Settings

KEY_HEADERS = ("Authorization", "X-API-Key")
_CHALLENGE = 'Bearer realm="Microfiche"'
# What holds nothing of the archive, and what probes ask, is open and counts for nobody.
_OPEN = ("/health/", "/static/")
_OPEN_PAGES = ("/docs", "/openapi.json")


class DoorsMiddleware:
    """Stands inside of CORS, whose preflights bring no key, and outside of whatever answers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._keyring = Keyring(settings.api_keys_file) if settings.api_keys_file else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._keyring is None or _is_open(scope):
            await self._app(scope, receive, send)
            return
        given = list(_given(Headers(scope=scope)))
        answer = _refusal(self._keyring, given)
        await (answer or self._app)(scope, receive, _varying(send))


def _refusal(keyring: Keyring, given: list[str]) -> JSONResponse | None:
    try:
        if _fitting(keyring, given):
            return None
    except MicroficheError:
        answer = problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "keys_unreadable",
            "The archive cannot tell keys now. Try again later.",
        )
        answer.headers["Retry-After"] = "30"
        return answer
    if given:
        answer = problem(
            HTTPStatus.UNAUTHORIZED, "key_unknown", "This key is none of the archive's, or was revoked."
        )
        answer.headers["WWW-Authenticate"] = f'{_CHALLENGE}, error="invalid_token"'
        return answer
    detail = "The archive is read with a key: send it as `Authorization: Bearer KEY` or `X-API-Key: KEY`."
    answer = problem(HTTPStatus.UNAUTHORIZED, "key_needed", detail)
    answer.headers["WWW-Authenticate"] = _CHALLENGE
    return answer


def _fitting(keyring: Keyring, given: list[str]) -> ApiKey | None:
    """The key where one is given; two different ones are none."""
    return keyring.match(given[0]) if len(set(given)) == 1 else None


def _given(headers: Headers) -> Iterator[str]:
    for authorization in headers.getlist("Authorization"):
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() == "bearer":
            yield key.strip()
    yield from headers.getlist("X-API-Key")


def _is_open(scope: Scope) -> bool:
    path: str = scope["path"].removeprefix(scope.get("root_path", "").rstrip("/"))
    return path in _OPEN_PAGES or path.startswith(_OPEN)


def _varying(send: Send) -> Send:
    """So that no cache gives to one what another's key opened."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in KEY_HEADERS:
                headers.add_vary_header(name)
        await send(message)

    return told

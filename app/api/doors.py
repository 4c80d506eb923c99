"""Who may ask, and how often: with a key where a file of keys is given, up to a rate where one is set."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import problem
from app.errors import MicroficheError
from app.keys import ApiKey, Keyring
from app.rates import Allowance, Rate, Turnstile, rate_of
from app.settings import Settings

KEY_HEADERS = ("Authorization", "X-API-Key")
_CHALLENGE = 'Bearer realm="Microfiche"'
# What holds nothing of the archive, and what probes ask, is open and counts for nobody.
OPEN_PATHS = ("/health/", "/static/")
_OPEN_PAGES = ("/docs", "/docs/query", "/docs/start", "/openapi.json", "/robots.txt", "/opensearch.xml")
_NETWORK_BITS = 64


@dataclass(frozen=True, slots=True)
class _Caller:
    """Whose request it is: a key's, or an address's; `refusal` is what it gets where it brings no good key."""

    policy: str
    name: str
    rate: Rate | None
    refusal: JSONResponse | None = None


class DoorsMiddleware:
    """Stands inside of CORS, whose preflights bring no key and count for nobody, and outside of whatever answers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._keyring = Keyring(settings.api_keys_file) if settings.api_keys_file else None
        self._rate = rate_of(settings.rate_limit) if settings.rate_limit else None
        self._turnstile = Turnstile() if self._keyring or self._rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._turnstile is None or _is_open(scope):
            await self._app(scope, receive, send)
            return
        caller = self._caller(scope)
        answer: ASGIApp = caller.refusal or self._app
        told: dict[str, str] = {}
        if caller.rate:
            # Refused ones too: whoever tries keys is to be slowed down.
            allowance = self._turnstile.turn(f"{caller.policy} {caller.name}", caller.rate)
            told = _headers(caller.policy, allowance)
            answer = answer if allowance.allowed else _too_many(allowance)
        await answer(scope, receive, _telling(send, told, varying=self._keyring is not None))

    def _caller(self, scope: Scope) -> _Caller:
        address = _Caller("address", _address(scope), self._rate)
        if self._keyring is None:
            return address
        given = list(_given(Headers(scope=scope)))
        try:
            key = _fitting(self._keyring, given)
        except MicroficheError:
            return replace(address, refusal=_unreadable())
        if key is None:
            return replace(address, refusal=_unknown() if given else _needed())
        return _Caller("key", key.id, rate_of(key.rate) if key.rate else self._rate)


def _needed() -> JSONResponse:
    detail = "The archive is read with a key: send it as `Authorization: Bearer KEY` or `X-API-Key: KEY`."
    answer = problem(HTTPStatus.UNAUTHORIZED, "key_needed", detail)
    answer.headers["WWW-Authenticate"] = _CHALLENGE
    return answer


def _unknown() -> JSONResponse:
    detail = "This key is none of the archive's, or was revoked."
    answer = problem(HTTPStatus.UNAUTHORIZED, "key_unknown", detail)
    answer.headers["WWW-Authenticate"] = f'{_CHALLENGE}, error="invalid_token"'
    return answer


def _unreadable() -> JSONResponse:
    detail = "The archive cannot tell keys now. Try again later."
    answer = problem(HTTPStatus.SERVICE_UNAVAILABLE, "keys_unreadable", detail)
    answer.headers["Retry-After"] = "30"
    return answer


def _too_many(allowance: Allowance) -> JSONResponse:
    detail = (
        f"{allowance.quota:,} requests are answered in {allowance.window:,} seconds: "
        f"go on in {allowance.seconds} seconds."
    )
    answer = problem(HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", detail)
    answer.headers["Retry-After"] = str(allowance.seconds)
    return answer


def _headers(policy: str, allowance: Allowance) -> dict[str, str]:
    """As draft-ietf-httpapi-ratelimit-headers-10 has them."""
    return {
        "RateLimit-Policy": f'"{policy}";q={allowance.quota};w={allowance.window}',
        "RateLimit": f'"{policy}";r={allowance.remaining};t={allowance.seconds}',
    }


def _address(scope: Scope) -> str:
    """The caller's address; of IPv6 the network, for one household or server has all of it."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((int(address), _NETWORK_BITS), strict=False))
    return str(address)


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
    return path in _OPEN_PAGES or path.startswith(OPEN_PATHS)


def _telling(send: Send, told: Mapping[str, str], *, varying: bool) -> Send:
    """With these headers; `varying` keeps caches from giving to one what another's key opened."""

    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(told)
            for name in KEY_HEADERS if varying else ():
                headers.add_vary_header(name)
        await send(message)

    return tell

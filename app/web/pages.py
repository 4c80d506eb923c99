"""How a page of ours is made of its template: one look, one policy, addresses that hold behind a proxy."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from app.api.identified import page_policy
from app.web.addresses import article_path
from app.web.wording import day, grouped, spoken_origin

STATIC = Path(__file__).parent / "static"
_templates = Jinja2Templates(Path(__file__).parent / "templates")
_templates.env.filters.update(day=day, grouped=grouped, spoken_origin=spoken_origin)
_templates.env.globals["article_path"] = article_path
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True


def root_of(request: Request) -> str:
    """What stands before each path of this server's addresses, without a slash at its end."""
    root: str = request.scope.get("root_path", "")
    return root.rstrip("/")


def rendered(
    request: Request, template: str, values: Mapping[str, object], status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    """The page, with `root` as what stands before each path of an address."""
    context = {"root": root_of(request), **values}
    policy = page_policy(scripts="'self'")
    return _templates.TemplateResponse(request, template, context, status_code=status, headers=policy)

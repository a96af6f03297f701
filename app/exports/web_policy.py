"""The content security policy of a page: nothing is loaded, nothing runs but what is in it."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser

_DATA_TYPE = "application/json"


def with_policy(page: str) -> str:
    """Return ``page`` with a policy as the first thing in its head.

    Scripts and styles are those that stand in the page, by their hashes; images are data in the
    page; everything else is refused.
    """
    inline = _Inline()
    inline.feed(page)
    inline.close()
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hashes(inline.scripts)}",
            f"style-src {_hashes(inline.styles)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    meta = f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    head, found, rest = page.partition("<head>")
    if not found:
        raise ValueError("the page has no head")
    return f"{head}{found}\n{meta}{rest}"


def _hashes(blocks: list[str]) -> str:
    digests = (hashlib.sha256(block.encode("utf-8")).digest() for block in blocks)
    sources = dict.fromkeys(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return " ".join(sources) or "'none'"


class _Inline(HTMLParser):
    """Collects what stands in the scripts and styles of a page; blocks of data are no scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style":
            self._begin(self.styles)
        elif tag == "script" and ("type", _DATA_TYPE) not in attrs:
            self._begin(self.scripts)

    def _begin(self, blocks: list[str]) -> None:
        blocks.append("")
        self._open = blocks

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open[-1] += data

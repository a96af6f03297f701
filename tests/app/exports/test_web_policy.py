"""The page's policy allows what is in the page, and nothing else."""

import base64
import hashlib
import re

import pytest

from app.exports.web_policy import with_policy


def hash_of(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def policy_of(page):
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    return dict(part.split(" ", 1) for part in found[1].split("; "))


PAGE = """<!DOCTYPE html>
<html><head><style>a { color: red }</style><script>let a = "</b>" && 1 < 2;</script></head>
<body><script type="application/json">{"a": 1}</script><script>b()</script></body></html>"""


def test_scripts_and_styles_are_allowed_by_their_hashes():
    policy = policy_of(with_policy(PAGE))
    assert policy["script-src"].split() == [hash_of('let a = "</b>" && 1 < 2;'), hash_of("b()")]
    assert policy["style-src"].split() == [hash_of("a { color: red }")]


def test_everything_else_is_refused():
    policy = policy_of(with_policy(PAGE))
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "data:"
    assert policy["base-uri"] == policy["form-action"] == "'none'"
    assert "unsafe" not in str(policy)


def test_a_page_without_scripts_allows_none():
    policy = policy_of(with_policy("<html><head></head><body></body></html>"))
    assert policy["script-src"] == policy["style-src"] == "'none'"


def test_the_policy_comes_before_anything_it_is_about():
    page = with_policy(PAGE)
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert page.index('charset="utf-8"') < page.index("Content-Security-Policy")


def test_a_page_without_a_head_is_refused():
    with pytest.raises(ValueError, match="no head"):
        with_policy("<html></html>")

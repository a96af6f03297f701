"""The engines notice what the tests of the page say does not happen."""

import pytest

from tests.browser.engines import ENGINES

POLICY = """<meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; script-src 'none'">"""


@pytest.fixture(params=ENGINES)
def visit(request):
    return request.param


def test_requests_messages_and_errors_are_noticed(tmp_path, visit):
    page = tmp_path / "page.html"
    page.write_text(
        '<img src="https://a.example/x.png"><link rel="stylesheet" href="other.css">'
        "<script>console.log('said'); setTimeout(() => { throw Error('thrown'); });</script>"
    )
    found = visit(
        page, ["1 + 1", "await new Promise((done) => setTimeout(() => done('late'), 50))"]
    )
    assert "https://a.example/x.png" in found.requests
    assert any(address.endswith("other.css") for address in found.requests)
    assert any("said" in message for message in found.console)
    assert any("thrown" in message for message in found.console)
    assert found.values == [2, "late"]


def test_what_a_policy_refuses_is_noticed(tmp_path, visit):
    page = tmp_path / "page.html"
    page.write_text(f'<head>{POLICY}</head><img src="https://a.example/x.png"><script>1</script>')
    found = visit(page)
    assert any("img-src https://a.example" in report for report in found.reports)
    assert any("script-src" in report for report in found.reports)


def test_a_step_that_fails_fails_the_test(tmp_path, visit):
    page = tmp_path / "page.html"
    page.write_text("<p>nothing</p>")
    with pytest.raises(AssertionError, match="nonsense"):
        visit(page, ["nonsense()"])

"""What a browser engine found when it opened a page from disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

WATCH = """
window.policyReports = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.policyReports.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""
"""Runs before the page's own scripts; collects what the page's policy refused."""


@dataclass
class Visit:
    """What happened.

    Attributes:
        requests: addresses that were asked for, but for the page itself.
        console: messages on the console, of any level, and errors that nothing caught.
        reports: what the policy refused.
        values: the result of each step, as JSON has it.
    """

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)


def awaited(step: str) -> str:
    """Return the expression of a promise of a step's value; a step may use ``await``."""
    return f"(async () => ({step}))()"

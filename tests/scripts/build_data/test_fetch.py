"""Fetching by name, version and checksum."""

import hashlib
import shutil
import subprocess

import pytest

from scripts.build_data import fetch
from scripts.build_data.fetch import FetchError, Package


def _package(content=b"content", registry="pypi"):
    digest = hashlib.sha256(content).hexdigest()
    return Package(registry, "thing", "1.0", "thing-1.0.whl", digest)


@pytest.fixture
def client(monkeypatch):
    """Stand in for the registry's client: say what it saves and what it answers."""
    calls = []

    def answer(folder, content=b"content", code=0):
        def run(command, **_):
            calls.append(command)
            if not code:
                (folder / "thing-1.0.whl").write_bytes(content)
            return subprocess.CompletedProcess(command, code, "", "no such version")

        monkeypatch.setattr(subprocess, "run", run)
        monkeypatch.setattr(shutil, "which", lambda name: name)
        return calls

    return answer


def test_a_package_is_asked_for_by_name_and_version(tmp_path, client):
    calls = client(tmp_path)
    assert fetch.fetch(_package(), tmp_path) == tmp_path / "thing-1.0.whl"
    assert "thing==1.0" in calls[0]
    assert "--no-deps" in calls[0]


def test_npm_packages_come_by_npm(tmp_path, client):
    calls = client(tmp_path)
    fetch.fetch(_package(registry="npm"), tmp_path)
    assert calls[0][:3] == ["npm", "pack", "thing@1.0"]


def test_a_package_that_is_there_is_not_fetched_again(tmp_path, client):
    calls = client(tmp_path)
    (tmp_path / "thing-1.0.whl").write_bytes(b"content")
    fetch.fetch(_package(), tmp_path)
    assert calls == []


def test_another_checksum_is_refused_and_names_the_file(tmp_path, client):
    client(tmp_path, content=b"something else")
    with pytest.raises(FetchError, match=r"thing-1\.0\.whl.*checksum.*delete the file"):
        fetch.fetch(_package(), tmp_path)


def test_the_clients_error_is_told(tmp_path, client):
    client(tmp_path, code=1)
    with pytest.raises(FetchError, match=r"thing 1\.0: no such version"):
        fetch.fetch(_package(), tmp_path)


def test_a_client_that_saves_nothing_is_told(tmp_path, monkeypatch):
    done = subprocess.CompletedProcess([], 0, "", "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    with pytest.raises(FetchError, match=r"saved no thing-1\.0\.whl"):
        fetch.fetch(_package(), tmp_path)

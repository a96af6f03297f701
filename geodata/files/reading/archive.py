"""Archives (ZIP, KMZ): what is in them, and how it comes out without harm."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from geodata.files.formats import ENDINGS, SHAPEFILE_PARTS, open_archive
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.report import FileError, Finding, Outcome
from geodata.files.source import Source
from geodata.frozen import frozen

_ARCHIVES = frozenset({".zip", ".kmz"})
# A text file beside data is a readme nearly always.
_LAYERS = frozenset(ENDINGS) - _ARCHIVES - {".txt"}
_CHUNK = 1024 * 1024
_NAMES_LISTED = 5
# The fixed part of a member's header, and the bit that says its name is UTF-8 (APPNOTE 4.3.7).
_HEADER_BYTES, _UTF8_FLAG = 30, 0x800


@frozen
class _Member:
    """A member that is to be unpacked."""

    info: zipfile.ZipInfo
    name: PurePosixPath
    ending: str
    target: Path


def unpack(source: Source, folder: Path, limits: Limits) -> tuple[list[Source], list[Finding]]:
    """Unpack what can be opened from an archive into an empty folder.

    Names inside the archive are never used as paths: a name that leads out of the archive is
    refused, the others are replaced by numbers.

    Returns:
        the unpacked files that are layers, and what was left in the archive.

    Raises:
        FileError: if the archive is damaged, encrypted, too large, or holds nothing to open.
    """
    with open_archive(source) as archive:
        check_members(source, archive.infolist(), limits)
        members, findings = _choose(source, archive.infolist(), folder)
        left = limits.unzipped_size
        for member in members:
            left = _copy(source, archive, member, left)
    layers = [
        source.member(member.target, str(member.name), member.name.stem)
        for member in members
        if member.ending in _LAYERS
    ]
    if not layers:
        raise FileError(
            N_("{file} holds nothing that the atlas opens"),
            N_("unpack it and look what is in it"),
            file=source.name,
        )
    return layers, findings


def check_members(source: Source, members: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    """Check what an archive states of its members.

    Raises:
        FileError: if there are too many, they are too large or encrypted, or a name leads out.
    """
    if len(members) > limits.members:
        raise FileError(
            N_("{file} holds {count} files, more than {limit}"),
            N_("unpack it and open the files you need"),
            file=source.name,
            count=len(members),
            limit=limits.members,
        )
    if sum(member.file_size for member in members) > limits.unzipped_size:
        raise FileError(
            N_("{file} unpacks to more than {limit} bytes"),
            N_("unpack it and open the files you need"),
            file=source.name,
            limit=limits.unzipped_size,
        )
    for member in members:
        name = _path(member)
        if ".." in name.parts or name.is_absolute() or (name.parts and ":" in name.parts[0]):
            raise FileError(
                N_("{file} holds a name that leads out of it: {member}"),
                N_("do not trust this file; ask its maker"),
                file=source.name,
                member=member.filename,
            )
        if member.flag_bits & 1:
            raise FileError(
                N_("{file} is encrypted"), N_("unpack it with its password first"), file=source.name
            )


def _path(member: zipfile.ZipInfo) -> PurePosixPath:
    name = member.filename
    if not member.flag_bits & _UTF8_FLAG:
        with suppress(UnicodeError):  # many tools write UTF-8 without saying so
            name = name.encode("cp437").decode("utf-8")
    return PurePosixPath(name.replace("\\", "/"))


def _choose(
    source: Source, infos: Sequence[zipfile.ZipInfo], folder: Path
) -> tuple[list[_Member], list[Finding]]:
    """Return what is to be unpacked, and findings on what is not.

    The parts of a shapefile get the same number; whether their names are written in capitals
    does not matter.
    """
    findings: list[Finding] = []
    members: dict[Path, _Member] = {}
    numbers: dict[str, int] = {}
    unknown: list[str] = []
    for info in infos:
        name = _path(info)
        if info.is_dir() or "__MACOSX" in name.parts or name.name.startswith("."):
            continue
        ending = name.suffix.lower()
        if ending in _ARCHIVES:
            findings.append(
                _left(
                    source,
                    name,
                    N_("{member} was left out: it is an archive within the archive"),
                    N_("unpack it and open it on its own"),
                )
            )
        elif ending not in _LAYERS | SHAPEFILE_PARTS:
            unknown.append(str(name))
        else:
            number = numbers.setdefault(str(name.with_suffix("")).casefold(), len(numbers))
            member = _Member(info, name, ending, folder / f"{number}{ending}")
            if member.target in members:
                findings.append(
                    _left(
                        source,
                        name,
                        N_("{member} was left out: the archive holds two files of this name"),
                        N_("unpack it and open the one you need"),
                    )
                )
            members.setdefault(member.target, member)
    if unknown and members:
        findings.append(_not_opened(source, unknown))
    return list(members.values()), findings


def _left(source: Source, member: PurePosixPath, reason: str, advice: str) -> Finding:
    values = (("member", str(member)),)
    return Finding(Outcome.SKIPPED, reason, advice, values=values, file=source.name)


def _not_opened(source: Source, names: list[str]) -> Finding:
    listed = ", ".join(names[:_NAMES_LISTED]) + (", …" if len(names) > _NAMES_LISTED else "")
    return Finding(
        Outcome.NOTED,
        N_("other files in the archive, {count} in all, were not opened: {members}"),
        "",
        values=(("count", str(len(names))), ("members", listed)),
        file=source.name,
    )


def _copy(source: Source, archive: zipfile.ZipFile, member: _Member, left: int) -> int:
    """Copy a member, counting what really comes out: the size an archive states may be a lie."""
    try:
        _accept_stored_name(archive, member.info)
        with archive.open(member.info) as packed, member.target.open("wb") as sink:
            while chunk := packed.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise FileError(
                        N_("{file} unpacks to far more than it states"),
                        N_("do not trust this file; ask its maker"),
                        file=source.name,
                    )
                sink.write(chunk)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise FileError(
            N_("{file}: {member} is damaged ({error})"),
            N_("ask its maker for another copy"),
            file=source.name,
            member=member.name,
            error=error,
        ) from error
    return left


def _accept_stored_name(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Let ``archive`` open a member whose own header bears another name than the directory.

    Tools that rename members rewrite the directory alone; zipfile refuses such members, other
    programs open them. Neither name is used as a path here.
    """
    file = archive.fp
    if file is None:
        return
    file.seek(member.header_offset)
    header = file.read(_HEADER_BYTES)
    if len(header) == _HEADER_BYTES and header.startswith(b"PK\x03\x04"):
        length = int.from_bytes(header[26:28], "little")
        utf8 = int.from_bytes(header[6:8], "little") & _UTF8_FLAG
        member.orig_filename = file.read(length).decode("utf-8" if utf8 else "cp437")

"""Archives (ZIP, KMZ): what is in them, and how it comes out without harm."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from geodata.files.formats import SHAPEFILE_PARTS
from geodata.files.limits import Limits
from geodata.files.messages import N_
from geodata.files.report import FileError, Finding, Outcome

_WANTED = frozenset({".shp", ".geojson", ".json", ".gpkg", ".kml", ".csv"}) | SHAPEFILE_PARTS
_LAYERS = frozenset({".shp", ".geojson", ".json", ".gpkg", ".kml", ".csv"})
_CHUNK = 1024 * 1024
# The fixed part of a member's header, and the bit that says its name is UTF-8 (APPNOTE 4.3.7).
_HEADER_BYTES, _UTF8_FLAG = 30, 0x800


def unpack(path: Path, folder: Path, limits: Limits) -> tuple[list[Path], list[Finding]]:
    """Unpack what can be opened from an archive into an empty folder.

    Names inside the archive are never used as paths: a name that leads out of the archive is
    refused, the others are written flat under ``folder``.

    Returns:
        the unpacked files that are layers, and what was left in the archive.

    Raises:
        FileError: if the archive is damaged, encrypted, too large, or holds nothing to open.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check(path, members, limits)
            written, findings = _write(path, archive, members, folder, limits)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise FileError(
            N_("{file} is a damaged archive ({error})"),
            N_("ask its maker for another copy"),
            file=path.name,
            error=error,
        ) from error
    if not written:
        raise FileError(
            N_("{file} holds nothing that the atlas opens"),
            N_("unpack it and look what is in it"),
            file=path.name,
        )
    return written, findings


def _check(path: Path, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise FileError(
            N_("{file} holds {count} files, more than {limit}"),
            N_("unpack it and open the files you need"),
            file=path.name,
            count=len(members),
            limit=limits.members,
        )
    if sum(member.file_size for member in members) > limits.unzipped_size:
        raise FileError(
            N_("{file} unpacks to more than {limit} bytes"),
            N_("unpack it and open the files you need"),
            file=path.name,
            limit=limits.unzipped_size,
        )
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if ".." in name.parts or name.is_absolute() or ":" in name.parts[0]:
            raise FileError(
                N_("{file} holds a name that leads out of it: {member}"),
                N_("do not trust this file; ask its maker"),
                file=path.name,
                member=member.filename,
            )
        if member.flag_bits & 1:
            raise FileError(
                N_("{file} is encrypted"), N_("unpack it with its password first"), file=path.name
            )


def _write(
    path: Path,
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    folder: Path,
    limits: Limits,
) -> tuple[list[Path], list[Finding]]:
    findings: list[Finding] = []
    layers: list[Path] = []
    left = limits.unzipped_size
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if "__MACOSX" in name.parts or name.name.startswith("."):
            continue
        ending = name.suffix.lower()
        if ending not in _WANTED:
            if ending in (".zip", ".kmz"):
                findings.append(
                    _left(
                        path,
                        str(name),
                        N_("{member} was left out: it is an archive within the archive"),
                        N_("unpack it and open it on its own"),
                    )
                )
            continue
        target = folder / "__".join(name.parts)
        left = _copy(path, archive, member, target, left)
        if ending in _LAYERS:
            layers.append(target)
    return layers, findings


def _copy(
    path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int
) -> int:
    """Copy a member, counting what really comes out: the size an archive states may be a lie."""
    _accept_stored_name(archive, member)
    with archive.open(member) as source, target.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                shutil.rmtree(target.parent, ignore_errors=True)
                raise FileError(
                    N_("{file} unpacks to far more than it states"),
                    N_("do not trust this file; ask its maker"),
                    file=path.name,
                )
            sink.write(chunk)
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


def _left(path: Path, member: str, reason: str, advice: str) -> Finding:
    return Finding(Outcome.SKIPPED, reason, advice, values=(("member", member),), file=path.name)

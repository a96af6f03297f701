"""Everything in an exported file that can be read, unpacked."""

import io
import re
import zipfile
import zlib

from tests.app.exports.pictures import chunks

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def readable_parts(content):
    """Yield the file itself, and what is packed in it."""
    yield content
    if content.startswith(b"\x89PNG"):
        yield from (data for kind, data in chunks(content) if kind != b"IDAT")
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                yield name.encode()
                yield package.read(name)
    elif content.startswith(b"%PDF"):
        for found in _STREAM.finditer(content):
            try:
                yield zlib.decompress(found[1])
            except zlib.error:
                yield found[1]

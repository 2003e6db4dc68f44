"""Reads zip packages (DOCX, EPUB, ODT) in memory, within limits. Nothing is extracted, so unsafe paths do no harm."""

from __future__ import annotations

import io
import zipfile
import zlib
from types import TracebackType

from index.corpus.reading.reading import Limits
from index.errors import UnreadableFileError

_MOST_MEMBERS = 10_000
_STEP = 1_000_000
_ENCRYPTED = "it is encrypted; save it without a password"
# The signature of the container that office programs use for documents with a password.
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def encrypted() -> UnreadableFileError:
    """The error for a file that needs a password or a key."""
    return UnreadableFileError(_ENCRYPTED)


def damaged(cause: object) -> UnreadableFileError:
    """The error for a damaged file, with `cause` cut to one line."""
    return UnreadableFileError(f"it is damaged ({' '.join(str(cause).split())[:200]})")


def is_damage(error: UnreadableFileError) -> bool:
    """Whether `damaged` made this error. If it concerns one part of a package, the other parts can still be read."""
    return str(error).startswith("it is damaged")


class Packed:
    """An open package. Limits the total size that all reads unpack, whatever its directory claims."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        if not data:
            raise UnreadableFileError("it is empty")
        if data.startswith(_COMPOUND_FILE):
            raise encrypted()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
            raise damaged(error) from error
        self._most = limits.unpacked_megabytes * 1_000_000
        self._left = self._most
        members = self._zip.infolist()
        self._names = frozenset(member.filename for member in members)
        self._cases = {member.filename.casefold(): member.filename for member in reversed(members)}
        if len(members) > _MOST_MEMBERS:
            raise UnreadableFileError(f"it contains {len(members):,} files; expected at most {_MOST_MEMBERS:,}")
        if sum(member.file_size for member in members) > self._most:
            raise self._too_large()

    def __enter__(self) -> Packed:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    @property
    def names(self) -> list[str]:
        """The distinct names of its members."""
        return list(dict.fromkeys(self._zip.namelist()))

    def find(self, name: str) -> str | None:
        """The member called `name`, ignoring case if necessary, as some file systems do; `None` if there is none."""
        return name if name in self._names else self._cases.get(name.casefold())

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises `UnreadableFileError`, also if there is no such member."""
        try:
            member = self._zip.getinfo(name)
        except KeyError as error:
            raise damaged(f"it has no {name}") from error
        if member.flag_bits & 1:
            raise encrypted()
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(f"{name} is compressed with method {member.compress_type}: expected stored or deflated")
        try:
            return self._unpacked(member)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, OSError) as error:
            raise damaged(error) from error

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        parts = []
        with self._zip.open(member) as file:
            # In steps, because a single read would unpack everything before it is counted.
            while part := file.read(_STEP):
                self._left -= len(part)
                if self._left < 0:
                    raise self._too_large()
                parts.append(part)
        return b"".join(parts)

    def _too_large(self) -> UnreadableFileError:
        return UnreadableFileError(
            f"it unpacks to more than {self._most:,} bytes, the limit set by reading.unpacked_megabytes"
        )

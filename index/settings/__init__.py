"""Every setting in one tree: two folders, and groups of the rest. `docs/settings.md` lists them; a test compares."""

from index.settings.remarks import write_remarks
from index.settings.settings import Settings, load_settings

__all__ = ["Settings", "load_settings", "write_remarks"]

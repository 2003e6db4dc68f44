"""In what passages are computed, and where; without a GPU known without torch, which takes a second to import."""

from __future__ import annotations

from functools import cache
from itertools import takewhile
from pathlib import Path

AUTO, SINGLE, HALF, EIGHT = "auto", "float32", "bfloat16", "int8"
CPU, CUDA = "cpu", "cuda"
# One of these is there where a driver is: on Linux, and on Windows' Linux.
_DRIVERS = (Path("/dev/nvidiactl"), Path("/dev/dxg"))
# What Linux tells of each processor, which torch would have to be imported for; elsewhere there is no such file.
_PROCESSORS = Path("/proc/cpuinfo")


def dtype_of(precision: str) -> str:
    """The dtype that the setting `model.precision` means here: for `auto` bfloat16 where that is faster than single."""
    if precision != AUTO:
        return precision
    return HALF if device() == CUDA or _has_quick_halves() else SINGLE


def _has_quick_halves() -> bool:
    """Whether the processor multiplies bfloat16 faster: with AMX, and with AMD's AVX512_BF16; Intel's is slower."""
    try:
        with _PROCESSORS.open(encoding="utf-8") as lines:
            first = [line.partition(":") for line in takewhile(str.strip, lines)]
    except OSError:
        return False
    told = {name.strip(): value.split() for name, _, value in first}
    flags = told.get("flags", [])
    return "amx_bf16" in flags or ("avx512_bf16" in flags and told.get("vendor_id") == ["AuthenticAMD"])


@cache
def devices() -> tuple[str, ...]:
    """Every GPU that torch can use, else the processor."""
    if not any(path.exists() for path in _DRIVERS):
        return (CPU,)
    import torch

    return tuple(f"{CUDA}:{number}" for number in range(torch.cuda.device_count())) or (CPU,)


def device() -> str:
    """Of what kind they are."""
    return devices()[0].split(":", maxsplit=1)[0]


def precisions() -> tuple[str, ...]:
    """The precisions that a BERT's passages can be computed in on this machine.

    Eight bits only on a processor with VNNI: where it has not, sums of their products are cut off.
    """
    import torch

    has = torch.cpu.get_capabilities()
    exact = device() == CPU and bool(has.get("avx512_vnni") or has.get("avx_vnni"))
    return (SINGLE, HALF, EIGHT) if exact else (SINGLE, HALF)

"""What the numbers were measured on."""

import os
import pathlib
import platform
import subprocess


def describe():
    return {
        "cpu": field("/proc/cpuinfo", "model name"),
        "instructions": instructions(),
        "cores": len(os.sched_getaffinity(0)),
        "memoryGB": round(int(field("/proc/meminfo", "MemTotal").split()[0]) * 1024 / 1e9, 1),
        "kernel": platform.release(),
    }


# The vector instructions that decide which kernels a program has, from the newest on.
INSTRUCTIONS = [("amx_bf16", "AMX"), ("avx512_bf16", "AVX512_BF16"), ("avx512f", "AVX-512"), ("avx2", "AVX2")]


def instructions():
    flags = field("/proc/cpuinfo", "flags").split()
    return next((name for flag, name in INSTRUCTIONS if flag in flags), "neither AVX-512 nor AVX2")


def is_same(one, other):
    """Whether numbers of the two may stand in one table; a kernel may be updated."""
    return all(one.get(key) == other.get(key) for key in ["cpu", "instructions", "cores", "memoryGB"])


def commit(root):
    """The commit of the checkout, with a + when tracked files differ from it; None outside of git."""
    def git(*arguments):
        return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True)

    found = git("rev-parse", "--short", "HEAD")
    if found.returncode != 0:
        return None
    changed = git("status", "--porcelain", "--untracked-files=no", "--", "Sources", "Package.swift").stdout.strip()
    return found.stdout.strip() + ("+" if changed else "")


def field(path, name):
    for line in pathlib.Path(path).read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "unknown"

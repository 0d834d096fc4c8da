"""The project's counter-based random generator (Sources/Tensors/RandomStream.swift) in NumPy."""

import numpy as np

INITIALIZATION, SHUFFLE, DROPOUT, AUGMENTATION, PHANTOM, BOOTSTRAP, TEST, SPLIT = range(1, 9)


def name_hash(name: str) -> int:
    """FNV-1a, 32 bits, of the UTF-8 bytes."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


class RandomStream:
    """Philox4x32-10: key = seed, counter = (position / 4, purpose, epoch, index)."""

    def __init__(self, seed: int, purpose: int, epoch: int = 0, index: int = 0, name: str | None = None):
        self.key = (seed & 0xFFFFFFFF, seed >> 32)
        self.counter = (purpose, epoch, index if name is None else name_hash(name))

    def words(self, count: int, start_block: int = 0) -> np.ndarray:
        """The first `count` words from block `start_block` on, as uint32."""
        blocks = (count + 3) // 4
        low = np.uint64(0xFFFFFFFF)
        shift = np.uint64(32)
        a = np.arange(start_block, start_block + blocks, dtype=np.uint64)
        b, c, d = (np.full(blocks, value, dtype=np.uint64) for value in self.counter)
        k0, k1 = self.key
        for _ in range(10):
            first = np.uint64(0xD2511F53) * a
            second = np.uint64(0xCD9E8D57) * c
            a = (second >> shift) ^ b ^ np.uint64(k0)
            b = second & low
            c = (first >> shift) ^ d ^ np.uint64(k1)
            d = first & low
            k0 = (k0 + 0x9E3779B9) & 0xFFFFFFFF
            k1 = (k1 + 0xBB67AE85) & 0xFFFFFFFF
        return np.stack([a, b, c, d], axis=1).astype(np.uint32).reshape(-1)[:count]

    def uniform(self, shape: tuple[int, ...], bound: float = 1.0) -> np.ndarray:
        """`fillUniform`: (2u - 1) * bound in single precision, u a multiple of 2^-24."""
        count = int(np.prod(shape, dtype=np.int64))
        chunk = 1 << 22  # keeps the 64-bit temporaries of large layers small
        values = np.empty(count, dtype=np.float32)
        for start in range(0, count, chunk):
            stop = min(start + chunk, count)
            words = self.words(stop - start, start // 4)
            uniform = (words >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-24)
            values[start:stop] = (uniform * np.float32(2) - np.float32(1)) * np.float32(bound)
        return values.reshape(shape)


def noise(name: str, *shape: int, bound: float = 1.0) -> np.ndarray:
    """Uniform test data in [-bound, bound): seed 1, purpose .test, the given name."""
    return RandomStream(1, TEST, name=name).uniform(shape, bound)

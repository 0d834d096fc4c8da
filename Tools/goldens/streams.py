"""The first words and uniforms of three random streams; first a known answer of Philox itself."""

import numpy as np

from golden import save
from random_stream import DROPOUT, INITIALIZATION, TEST, RandomStream

# The known-answer vectors of Random123 1.14: zero counter and key, and all ones.
zero = RandomStream(0, 0)
assert [hex(word) for word in zero.words(4)] == ["0x6627e8d5", "0xe169c58d", "0xbc57ac4c", "0x9b00dbd8"]
ones = RandomStream(2**64 - 1, 2**32 - 1, 2**32 - 1, 2**32 - 1)
assert [hex(word) for word in ones.words(4, 2**32 - 1)] == ["0x408f276d", "0x41c83b0e", "0xa20bc7c6", "0x6d5451fd"]


def record(case, stream, bound, **metadata):
    save(
        f"random/{case}",
        {"words": stream.words(64).astype(np.int64), "uniform": stream.uniform((64,), bound)},
        bound=bound, **metadata)


record(
    "named", RandomStream(1, INITIALIZATION, name="features.0.weight"), 0.0625,
    seed=1, purpose=INITIALIZATION, epoch=0, name="features.0.weight")
record(
    "indexed", RandomStream(0x123456789ABCDEF0, DROPOUT, epoch=7, index=12345), 1.0,
    seed=0x123456789ABCDEF0, purpose=DROPOUT, epoch=7, index=12345)
record("zero-seed", RandomStream(0, TEST, name="input"), 0.1, seed=0, purpose=TEST, epoch=0, name="input")

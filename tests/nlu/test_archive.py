from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.archive import pack, unpack


def test_what_was_packed_comes_back() -> None:
    header, arrays = unpack(pack({"labels": ["a", "é"]}, {"weights": np.arange(6, dtype=np.float32).reshape(2, 3)}))
    assert header == {"labels": ["a", "é"]}
    assert arrays["weights"].dtype == np.float32
    np.testing.assert_array_equal(arrays["weights"], [[0, 1, 2], [3, 4, 5]])


@pytest.mark.parametrize("spoil", [lambda data: data[:-40], lambda data: b"", lambda data: b"no archive"])
def test_anything_else_is_refused(spoil: object) -> None:
    assert callable(spoil)
    with pytest.raises(ValueError, match="not a stored"):
        unpack(spoil(pack({}, {"weights": np.ones(3)})))

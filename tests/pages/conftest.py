"""Fixtures shared with the other stages' tests."""

from tests.worlds import _own_shelf, common, frozen, laid_out, shipped, small

__all__ = ["_own_shelf", "common", "frozen", "laid_out", "shipped", "small"]

"""Fixtures shared with the other stages' tests."""

from tests.worlds import _own_shelf, common, frozen, laid_out, pytest_collection_modifyitems, shipped, small

__all__ = ["_own_shelf", "common", "frozen", "laid_out", "pytest_collection_modifyitems", "shipped", "small"]

"""How the next texts are wished: in words, and the numbers behind them."""

from __future__ import annotations

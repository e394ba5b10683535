"""The child process that owns the model. The only home of llama_cpp."""

from __future__ import annotations

"""The API, version 1: what programs ask and tell."""

from __future__ import annotations

API = "/api/v1"

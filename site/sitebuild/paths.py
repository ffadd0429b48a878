"""Where things lie in the project."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PACKAGE = ROOT / "calculator" / "restitution"
CONTENT = ROOT / "content"
NODE_MODULES = ROOT / "site" / "node_modules"

# The theme's custom_dir: what lies here is copied to the top of the built site.
ASSETS = ROOT / "site" / "assets"

BUILD = ROOT / "build"
BUILT_SITE = BUILD / "site"

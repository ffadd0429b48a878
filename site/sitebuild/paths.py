"""Where things lie in the project."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PACKAGE = ROOT / "calculator" / "restitution"
CONTENT = ROOT / "content"
NODE_MODULES = ROOT / "site" / "node_modules"

# The theme's custom_dir: what lies here is copied to the top of the built site.
ASSETS = ROOT / "site" / "assets"

# Stands for the way to the site's root in links that a fence writes: it does not know how deep its page lies.
SITE_MARK = "@site/"

BUILD = ROOT / "build"
BUILT_SITE = BUILD / "site"

# What MkDocs reads: the written pages and those that are made from the calculator's case table.
PAGES = BUILD / "content"

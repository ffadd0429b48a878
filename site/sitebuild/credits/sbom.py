"""The bill of materials: what is published, in the form that scanners read (CycloneDX).

The same sources give the same bytes: it holds neither a number of its own nor a time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Entry
from cyclonedx.model.component import ComponentType
from cyclonedx.model.license import LicenseAcknowledgement
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from sitebuild.credits.third_party import (
    Component,
    ThirdPartyError,
    faults_of_claims,
    files_to_claim,
    owners,
    third_party,
)

NAME = "sbom.cdx.json"


def write_sbom(site: Path) -> None:
    """Write the bill of materials of a built site into it.

    Raises:
        ThirdPartyError: if a file belongs to no component, or a component has no file.
    """
    paths = files_to_claim(site)
    faults = faults_of_claims(paths, third_party())
    claimed = {name for ids in owners(paths, third_party()).values() for name in ids}
    unpublished = [one.id for one in third_party() if one.files and one.id not in claimed]
    faults += [f"{name}: none of its files is published." for name in unpublished]
    if faults:
        raise ThirdPartyError("\n".join(faults))
    (site / NAME).write_text(sbom_json(site, paths, third_party()), encoding="utf-8")


def sbom_json(site: Path, paths: Sequence[str], components: Sequence[Component]) -> str:
    """The bill of materials for some files of a site, as JSON."""
    licenses = LicenseFactory()
    whose = owners(paths, components)
    entries = {
        one.id: _entry(one, site, [path for path, ids in whose.items() if one.id in ids], licenses)
        for one in components
    }
    guide = Entry(
        name="restitution-guide",
        bom_ref="guide",
        type=ComponentType.APPLICATION,
        description="The restitution guide: what is published, with whatever lies inside it",
    )
    bom = Bom(components=entries.values())
    bom.metadata.component = guide
    bom.register_dependency(guide, [entries[one.id] for one in components if not one.inside])
    for one in components:
        bom.register_dependency(entries[one.id], [entries[part.id] for part in components if part.inside == one.id])
    document: dict[str, Any] = json.loads(JsonV1Dot6(bom).output_as_string())
    # Both are optional, and the library makes them anew each time.
    del document["serialNumber"], document["metadata"]["timestamp"]
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _entry(one: Component, site: Path, paths: Sequence[str], licenses: LicenseFactory) -> Entry:
    group, _, name = one.package.rpartition("/")
    url = PackageURL(type=one.ecosystem, namespace=group or None, name=name, version=one.version or None)
    stated = licenses.make_from_string(one.license, license_acknowledgement=LicenseAcknowledgement.DECLARED)
    return Entry(
        name=one.name,
        version=one.version or None,
        bom_ref=one.id,
        type=ComponentType.LIBRARY,
        purl=url,
        licenses=[stated],
        description=one.does,
        external_references=[ExternalReference(type=ExternalReferenceType.VCS, url=XsUri(one.source))]
        if one.source
        else [],
        components=[_file(site, path) for path in paths],
    )


def _file(site: Path, path: str) -> Entry:
    digest = hashlib.sha256((site / path).read_bytes()).hexdigest()
    return Entry(
        name=path,
        bom_ref=f"file:{path}",
        type=ComponentType.FILE,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )

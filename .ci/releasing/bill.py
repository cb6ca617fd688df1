"""The bill of materials, CycloneDX 1.5 as JSON: the same parts give the same bytes."""

import json
import uuid
from datetime import UTC, datetime

from .common import epoch, sha256, version

TYPES = {"cargo": "library", "npm": "library", "generic": "library", "font": "data"}


def component(part):
    """A part as CycloneDX writes it."""
    made = {"type": TYPES[part.kind], "bom-ref": part.ref, "name": part.name, "version": part.version}
    # What is only used in the making is no part of what is handed out.
    made["scope"] = "required" if part.carried else "excluded"
    if part.hashes:
        made["hashes"] = [{"alg": name, "content": digest} for name, digest in part.hashes.items()]
    made["licenses"] = [{"expression": part.licence}]
    if part.ref.startswith("pkg:"):
        made["purl"] = part.ref
    if part.url.startswith("http"):
        kind = "license" if part.kind == "font" else "vcs"
        made["externalReferences"] = [{"type": kind, "url": part.url}]
    return made


def own(kind, name, content):
    """A thing of ours, known by its digest."""
    made = {"type": kind, "bom-ref": name, "name": name, "version": version(), "scope": "required"}
    made["hashes"] = [{"alg": "SHA-256", "content": sha256(content)}]
    made["licenses"] = [{"expression": "MIT OR Apache-2.0"}]
    return made


def depends(ref, needs):
    return {"ref": ref, "dependsOn": sorted(needs)} if needs else {"ref": ref}


def bill(parts, program, page, tools):
    """The whole bill. `program` and `page`: a name, the content, and the refs it needs; no program: the page alone."""
    things = [thing for thing in (program, page) if thing]
    subject = {"type": "application", "bom-ref": "nianbao", "name": "nianbao", "version": version(), "licenses": [{"expression": "MIT OR Apache-2.0"}]}
    made = {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tools": {"components": [{"type": "application", "name": name, "version": number} for name, number in tools]},
            "component": subject,
        },
        "components": [own("file", name, content) for name, content, _ in things] + [component(part) for part in parts.values()],
        "dependencies": [depends("nianbao", {name for name, _, _ in things})]
        + [depends(name, needs) for name, _, needs in things]
        + [depends(part.ref, part.needs & parts.keys()) for part in parts.values()],
    }
    digest = bytes.fromhex(sha256(json.dumps(made, ensure_ascii=False).encode()))
    # The number of a bill is that of its content, not one by chance.
    made = {"bomFormat": made.pop("bomFormat"), "serialNumber": f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=5)}"} | made
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()

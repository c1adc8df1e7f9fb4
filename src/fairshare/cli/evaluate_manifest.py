"""``manifest.json`` of a report: what it was made from and what came of it, to make it again and compare."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import fairshare
from fairshare.cli.evaluate_inputs import Request, request_of, without_folders
from fairshare.evaluation.expost.document import Evaluation
from fairshare.faults import bad_argument
from fairshare.figures.tables import read_text

_ROOMS: Final = ("law", "ledger", "figures", "assessment", "simulation", "evaluation", "workbench/reports")
_CODE: Final = {".py", ".yaml", ".csv", ".json"}
_GIVEN: Final = ("request", "code", "inputs", "files")
_FILES: Final = {"--file": "path", "--league": "league"}
_OWN: Final = ("section", "lang", "as_of", "known_on")


@cache
def code_checksum() -> str:
    """SHA-256 of the code that computes and of the tables that it ships with, by names and contents."""
    root, found = Path(fairshare.__file__).parent, sha256()
    alone = [root / name for name in ("states.py", "plain.py", "faults.py")]
    held = [path for room in _ROOMS for path in (root / room).rglob("*") if path.suffix in _CODE]
    for path in sorted({*alone, *held}):
        found.update(f"{path.relative_to(root).as_posix()}\n".encode() + sha256(path.read_bytes()).digest())
    return found.hexdigest()


def manifest_of(evaluation: Evaluation, request: Request, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest of reports. ``files``: what was made, by name."""
    asked = asdict(without_folders(request))
    return {
        "name": evaluation.name,
        "as_of": evaluation.as_of.isoformat(),
        "version": fairshare.__version__,
        "code": code_checksum(),
        "request": asked | {"formats": list(request.formats)},
        "choices": dict(evaluation.choices),
        "inputs": dict(evaluation.inputs),
        "files": {name: sha256(content).hexdigest() for name, content in files.items()},
    }


def read_manifest(path: str) -> dict[str, Any]:
    """A manifest. Raises :class:`~fairshare.faults.BadInputError` for a file that is none."""
    try:
        found = json.loads(read_text(path))
    except ValueError as error:
        if not isinstance(error, json.JSONDecodeError):
            raise
        raise bad_argument("--manifest", f"{path} is no JSON ({error})", "a manifest.json of a report") from None
    held = isinstance(found, dict) and all(name in found for name in _GIVEN)
    if not held or not isinstance(found["request"], dict) or not isinstance(found["files"], dict):
        raise bad_argument("--manifest", f"{path} is no manifest of a report", "a manifest.json of a report")
    return dict(found)


def again(manifest: Mapping[str, Any], name: str | None, options: Mapping[str, Any]) -> Request:
    """The request of a manifest, checked like that of a call. Where it was of files of one's own, ``--file`` and
    ``--league`` give them once more; other options cannot be given beside it."""
    asked = manifest["request"]
    beside = [option for option in (*_OWN, "formats", "choice", "choices_file") if options[option]]
    if name or beside:
        said = "NAME" if name else f"--{beside[0].replace('_', '-')}"
        raise bad_argument(said, "does not go with --manifest", "what the manifest says")
    for option, file in _FILES.items():
        if bool(asked.get(file)) != bool(options[file]):
            wanted = f"{asked[file]}, of which the report was" if asked.get(file) else "no file: it was not of one"
            raise bad_argument(option, "does not fit the manifest", wanted)
    pairs = tuple(f"{key}={value}" for key, value in dict(asked.get("choices") or {}).items())
    given = {option: str(asked.get(option) or "") for option in _OWN}
    formats = ",".join(map(str, asked.get("formats") or ()))
    kept = {file: options[file] for file in _FILES.values()}
    kept |= {"formats": formats, "choice": pairs, "choices_file": None}
    if given["lang"] not in {"en", "fr", "de"}:
        raise bad_argument("--manifest", f"{given['lang']!r} is no language of a report", "en, fr or de")
    return request_of(str(asked.get("name") or ""), given | kept)


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What is not the same in two manifests: files by name, and where they differ inputs, the code and the version."""
    changed = _changed(before["files"], now["files"])
    if not changed:
        return []
    inputs = [f"input {name}" for name in _changed(before["inputs"], now["inputs"])]
    code = [part for part in ("code", "version") if before.get(part) != now[part]]
    return [*changed, *inputs, *code]


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))

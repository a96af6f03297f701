"""``python -m scripts.build_data``: builds the GeoPackage and measures its boundaries."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from scripts.build_data import assemble, compare, describe, facts, fetch
from scripts.build_data.write_gpkg import AttributeTable, FeatureLayer, write

ROOT = Path(__file__).parents[2]
YARDSTICK = ROOT.parent / "shared" / "data" / "official_boundaries_2015.gpkg"
FACTS_DATE = "2026-11"


def build(target: Path, packages: Path) -> Mapping[str, list[assemble.Row]]:
    """Fetch the sources and write the GeoPackage.

    Args:
        target: the file to write.
        packages: where the source packages are kept.

    Returns:
        The rows that were written, by layer.
    """
    rows = assemble.layers(assemble.read(packages))
    described = describe.read()
    features = [
        FeatureLayer(
            layer["table_name"],
            layer["id"],
            layer["citation_en"],
            layer["family"],
            described.types[layer["id"]],
            rows[layer["id"]],
        )
        for layer in described.layers
    ]
    tables = [
        AttributeTable("atlas_layers", "The layers", describe.LAYER_COLUMNS, described.layers),
        AttributeTable(
            "atlas_columns", "The columns of the layers", describe.COLUMN_COLUMNS, described.columns
        ),
        _homicides(),
        _provenance(),
    ]
    write(target, features, tables)
    return rows


def _homicides() -> AttributeTable:
    numbers = {"year": "INTEGER", "homicides": "INTEGER", "rate_per_100k": "REAL"}
    rows = [facts.values(record) for record in facts.table("homicides")]
    types = {name: numbers.get(name, "TEXT") for name in rows[0]}
    description = "Homicide totals and part totals that were found, 2015 to 2018"
    return AttributeTable("atlas_homicides", description, types, rows)


def _provenance() -> AttributeTable:
    pairs = [("facts.date", FACTS_DATE)]
    for package in fetch.PACKAGES:
        pairs += [
            (f"package.{package.name}.registry", package.registry),
            (f"package.{package.name}.version", package.version),
            (f"package.{package.name}.sha256", package.sha256),
        ]
    return AttributeTable(
        "atlas_build",
        "What this file was built from",
        {"key": "TEXT NOT NULL UNIQUE", "value": "TEXT NOT NULL"},
        [{"key": key, "value": value} for key, value in pairs],
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the build; return 0, or 1 after saying what went wrong.

    Where the yardstick is at hand, the overlaps are printed and written to docs/boundaries.md.
    """
    parser = argparse.ArgumentParser(prog="python -m scripts.build_data", description=__doc__)
    parser.add_argument("--target", type=Path, default=ROOT / "resources" / "elsalvador.gpkg")
    parser.add_argument("--packages", type=Path, default=ROOT / "build" / "packages")
    parser.add_argument("--yardstick", type=Path, default=YARDSTICK)
    parser.add_argument("--report", type=Path, default=ROOT / "docs" / "boundaries.md")
    options = parser.parse_args(arguments)
    try:
        rows = build(options.target, options.packages)
    except (fetch.FetchError, facts.FactError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{options.target}: {options.target.stat().st_size / 1e6:.2f} MB")
    if options.yardstick.exists():
        report = compare.report(rows, options.yardstick)
        options.report.parent.mkdir(parents=True, exist_ok=True)
        options.report.write_text(report, encoding="utf-8")
        print(report)
    else:
        print(f"{options.yardstick} is not here: the boundaries were not measured")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The atlas's own side of the benchmarks; the peers' side is the folder ``benchmarks``."""

"""Reads files with the reference parser of the Prometheus project, and fails on the first that it refuses.

python3 openmetrics.py FILE...
"""
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families

for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        families = list(text_string_to_metric_families(file.read()))
    samples = sum(len(family.samples) for family in families)
    if not samples:
        sys.exit(f"{name}: no samples")
    print(f"{name}: {len(families)} metrics, {samples} samples")

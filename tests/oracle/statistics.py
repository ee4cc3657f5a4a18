"""Makes statistics.json: intervals, tests, power and sample sizes from SciPy and statsmodels, for the laws of src/stats.

Run with `pip install scipy statsmodels && python tests/oracle/statistics.py`. The data are drawn by NumPy and kept in the file.
"""

import json
import math
import pathlib

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestIndPower, TTestPower
from statsmodels.stats.proportion import proportion_confint

DRAW = np.random.default_rng(7)


def values(count, mean, deviation):
    return [round(float(value), 4) for value in DRAW.normal(mean, deviation, count)]


def tested(result):
    low, high = result.confidence_interval(0.95)
    return {"degrees_of_freedom": float(result.df), "half_width": float(high - low) / 2, "p_value": float(result.pvalue)}


def paired():
    for count, mean, deviation in [(2, 0.5, 1), (3, 1, 0.2), (5, 0, 1), (10, 0.4, 1), (30, 0.02, 0.03), (200, -3, 1)]:
        reference = values(count, 10, 2)
        arm = [round(a + b, 4) for a, b in zip(reference, values(count, mean, deviation))]
        yield {"values": arm, "reference": reference} | tested(stats.ttest_rel(arm, reference))


def unpaired():
    for a, b, mean, deviation in [(2, 2, 1, 1), (3, 5, 1, 0.1), (5, 5, 0, 1), (5, 5, 2, 20), (10, 4, 0.4, 3), (60, 40, -3, 0.5)]:
        arm, reference = values(a, mean, deviation), values(b, 0, 1)
        yield {"values": arm, "reference": reference} | tested(stats.ttest_ind(arm, reference, equal_var=False))


def power():
    """Effects in standard deviations of one difference, which between two lists is sqrt(2) times that of a value."""
    for effect, count in [(0, 5), (0.2, 5), (0.5, 2), (1, 2), (3, 2), (3, 3), (0.5, 10), (1, 10), (0.5, 34), (0.1, 300), (0.028, 10_000)]:
        yield {"pairing": "paired", "effect": effect, "replicates": count, "power": float(TTestPower().power(effect, count, 0.05))}
        independent = TTestIndPower().power(effect * math.sqrt(2), count, 0.05)
        yield {"pairing": "unpaired", "effect": effect, "replicates": count, "power": float(independent)}


def sample_size():
    for effect in [0.03, 0.1, 0.2, 0.35, 0.5, 0.71, 1, 1.4, 2, 3]:
        for pairing, test, scale in [("paired", TTestPower(), 1), ("unpaired", TTestIndPower(), math.sqrt(2))]:
            needed = next(n for n in range(2, 20_000) if test.power(effect * scale, n, 0.05) >= 0.8)
            yield {"pairing": pairing, "effect": effect, "replicates": needed}


def exact_mcnemar():
    for first, second in [(0, 0), (0, 1), (3, 3), (1, 7), (12, 4), (40, 60), (250, 310), (2000, 2100)]:
        p_value = float(mcnemar([[5, first], [second, 5]], exact=True).pvalue)
        yield {"only_first": first, "only_second": second, "p_value": p_value}


def adjusted():
    for p_values in [[0.03], [0.01, 0.04, 0.03, 0.005], [0.5, 0.5, 0.001, 0.9], [0.02, 0.02, 0.02], [0.04, 0.001, 0.3, 0.012, 0.012, 0.6]]:
        yield {"p_values": p_values, "adjusted": multipletests(p_values, method="holm")[1].tolist()}


def accuracy():
    for hits, count in [(60, 100), (470, 500), (8_812, 10_000), (1_000, 1_000)]:
        low, high = proportion_confint(hits, count, method="normal")
        yield {"accuracy": hits / count, "count": count, "half_width": float(high - low) / 2}


def test_set():
    for replicates, examples in [(1, 20), (3, 40), (5, 60)]:
        hits, reference = ([DRAW.random((replicates, examples)) < rate for rate in (0.9, 0.75)])
        differences = hits.mean(axis=0) - reference.mean(axis=0)
        low, high = stats.ttest_1samp(differences, 0).confidence_interval(0.95)
        yield {"hits": hits.astype(int).tolist(), "reference": reference.astype(int).tolist(), "half_width": float(high - low) / 2}


def main():
    made_by = f"tests/oracle/statistics.py with scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, numpy {np.__version__}"
    parts = [paired, unpaired, power, sample_size, exact_mcnemar, adjusted, accuracy, test_set]
    lines = [f'"made_by": {json.dumps(made_by)}']
    for part in parts:
        cases = ",\n  ".join(json.dumps(case, allow_nan=False) for case in part())
        lines.append(f'"{part.__name__}": [\n  {cases}\n ]')
    path = pathlib.Path(__file__).with_name("statistics.json")
    path.write_text("{\n " + ",\n ".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()

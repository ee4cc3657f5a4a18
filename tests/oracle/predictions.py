"""Makes predictions.json: accuracy, loss, confusion, calibration and entropies from scikit-learn, SciPy and NumPy, for tests/laws/predictions.rs.

Run with `pip install scikit-learn scipy && python tests/oracle/predictions.py`. The probabilities are drawn by NumPy and kept in the file.
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.stats import entropy
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss

DRAW = np.random.default_rng(11)
CLASSES = 10
BINS = 15
PARTS = 4096


def in_parts(probabilities):
    """Whole numbers of PARTS, none of them 0, that sum to PARTS: exact in any floating point, and short to keep."""
    parts = np.maximum(1, np.floor(probabilities * PARTS)).astype(int)
    largest = np.expand_dims(parts.argmax(axis=-1), -1)
    rest = PARTS - parts.sum(axis=-1, keepdims=True)
    np.put_along_axis(parts, largest, np.take_along_axis(parts, largest, -1) + rest, -1)
    return parts


def softmax(logits):
    grown = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return grown / grown.sum(axis=-1, keepdims=True)


def calibration_error(probabilities, labels):
    """Guo et al. (2017), equations 2 to 5: bins of equal width, open below and closed above."""
    confidence, told = probabilities.max(axis=1), probabilities.argmax(axis=1)
    error = 0.0
    for low, high in zip(np.arange(BINS) / BINS, np.arange(1, BINS + 1) / BINS):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs((told == labels)[inside].mean() - confidence[inside].mean())
    return float(error)


def scored(probabilities, labels):
    return {
        "accuracy": float(accuracy_score(labels, probabilities.argmax(axis=1))),
        "loss": float(log_loss(labels, probabilities, labels=range(CLASSES))),
    }


def told():
    for count, sharpness in [(1, 1.0), (20, 0.5), (60, 2.0), (100, 5.0)]:
        logits = DRAW.normal(0, sharpness, (count, CLASSES))
        labels = (logits + DRAW.gumbel(0, 1, logits.shape)).argmax(axis=1)
        parts = in_parts(softmax(logits))
        probabilities = parts / PARTS
        yield {
            "parts": parts.ravel().tolist(),
            "labels": labels.tolist(),
            "mean_confidence": float(probabilities.max(axis=1).mean()),
            "confusion": confusion_matrix(labels, probabilities.argmax(axis=1), labels=range(CLASSES)).ravel().tolist(),
            "calibration_error": calibration_error(probabilities, labels),
            "entropies": entropy(probabilities, axis=1).tolist(),
        } | scored(probabilities, labels)


def passes():
    for count, number, spread in [(20, 2, 1.0), (20, 5, 0.3), (10, 12, 2.0)]:
        logits = DRAW.normal(0, 2, (count, CLASSES))
        labels = (logits + DRAW.gumbel(0, 1, logits.shape)).argmax(axis=1)
        parts = in_parts(softmax(logits + DRAW.normal(0, spread, (number, count, CLASSES))))
        each = parts / PARTS
        mean, told = each.mean(axis=0), each.argmax(axis=2)
        of_label = each[:, np.arange(count), labels]
        single = [scored(one, labels) for one in each]
        yield {
            "passes": parts.reshape(number, -1).tolist(),
            "labels": labels.tolist(),
            "one_pass_accuracy": float(np.mean([one["accuracy"] for one in single])),
            "one_pass_loss": float(np.mean([one["loss"] for one in single])),
            "standard_error": float((of_label.std(axis=0, ddof=1) / np.sqrt(number)).mean()),
            "changed_fraction": float((told != told[0]).any(axis=0).mean()),
            "entropies": entropy(mean, axis=1).tolist(),
            "informations": (entropy(mean, axis=1) - entropy(each, axis=2).mean(axis=0)).tolist(),
        } | scored(mean, labels)


def main():
    made_by = f"tests/oracle/predictions.py with scikit-learn {sklearn.__version__}, scipy {scipy.__version__}, numpy {np.__version__}"
    lines = [f'"made_by": {json.dumps(made_by)}']
    for part in [told, passes]:
        cases = ",\n  ".join(json.dumps(case, allow_nan=False) for case in part())
        lines.append(f'"{part.__name__}": [\n  {cases}\n ]')
    path = pathlib.Path(__file__).with_name("predictions.json")
    path.write_text("{\n " + ",\n ".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()

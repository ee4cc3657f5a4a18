"""Makes probes.json: what goes on inside a small network at its second step, by JAX and numpy.

Run with `pip install jax && python tests/oracle/probes.py`. Weights and pixels follow formulas that tests/laws/probes.rs repeats; loss
and masks are step.py's. One step is taken first, so that momentum has a velocity. Variances and means are numpy's over the batch, correlations numpy's corrcoef, gradients JAX's.
"""

import json
import pathlib

import jax
import jax.numpy as jnp
import numpy as np

import step as oracle

LR, BATCH = 0.05, 12


def weights():
    def value(layer, i, j):
        return np.float32(((i * i * 37 + j * j * 101 + i * j * 29 + layer * 53) % 199 - 99) / (1400 if layer == 0 else 150))
    return [
        {
            "weights": jnp.array([[value(layer, i, j) for j in range(o)] for i in range(n)]),
            "biases": jnp.array([value(layer, 999, j) for j in range(o)]),
        }
        for layer, (n, o) in enumerate(zip(oracle.WIDTHS, oracle.WIDTHS[1:]))
    ]


def batch():
    pixels = np.array([[(i * i * 31 + p * p * 7 + i * p * 13) % 256 for p in range(784)] for i in range(BATCH)], np.float32)
    return jnp.array(pixels / np.float32(255)), jnp.array([(3 * i + 1) % 10 for i in range(BATCH)])


def outputs(params, masks):
    """Outputs of each hidden layer before and after its mask."""
    h, _ = batch()
    h = h * masks[0]
    around = []
    for layer, mask in zip(params[:-1], masks[1:]):
        before = jax.nn.relu(h @ layer["weights"] + layer["biases"])
        h = before * mask
        around.append((np.asarray(before, np.float64), np.asarray(h, np.float64)))
    return around


def mean_absolute_correlation(h):
    """Over the pairs of units that vary."""
    varying = h[:, h.var(axis=0) > 0]
    r = np.corrcoef(varying, rowvar=False)
    return float(np.abs(r[np.triu_indices(varying.shape[1], 1)]).mean())


def norm(values):
    return float(np.linalg.norm(np.asarray(values, np.float64)))


def main():
    jax.config.update("jax_default_matmul_precision", "highest")
    # The loss and the masks are step.py's, on this batch.
    oracle.BATCH, oracle.batch = BATCH, batch
    masks_of = lambda step: [oracle.mask(layer, width, step) for layer, width in enumerate(oracle.WIDTHS[:-1])]
    decay = {"weights": oracle.WEIGHT_DECAY, "biases": 0.0}
    first = jax.grad(oracle.loss)(weights(), masks_of(oracle.STEP))
    params = weights()
    velocity = [{part: g[part] + decay[part] * p[part] for part in p} for p, g in zip(params, first)]
    params = [{part: p[part] - LR * v[part] for part in p} for p, v in zip(params, velocity)]
    masks = masks_of(oracle.STEP + 1)
    gradient = jax.grad(oracle.loss)(params, masks)
    change = [LR * (oracle.MOMENTUM * v["weights"] + g["weights"] + oracle.WEIGHT_DECAY * p["weights"]) for p, g, v in zip(params, gradient, velocity)]
    plain = [before for before, _ in outputs(params, [1.0] * len(masks))]
    layers = []
    for at, ((before, after), h) in enumerate(zip(outputs(params, masks), plain)):
        p = oracle.DROP[at + 1]
        layers.append({
            "activation_variance": float(h.var(axis=0).mean()),
            "variance_before_mask": float(before.var(axis=0).mean()),
            "variance_after_mask": float(after.var(axis=0).mean()),
            "predicted_variance": float((before.var(axis=0) + p / (1 - p) * (before**2).mean(axis=0)).mean()),
            "mean_activation": float(h.mean()),
            "active_fraction": float((h > 0).mean()),
            "silent_fraction": float((h == 0).all(axis=0).mean()),
            "unit_correlation": mean_absolute_correlation(h),
            "units": [{
                "incoming_norm": norm(params[at]["weights"][:, unit]),
                "outgoing_norm": norm(params[at + 1]["weights"][unit]),
                "incoming_gradient_norm": norm(gradient[at]["weights"][:, unit]),
                "outgoing_gradient_norm": norm(gradient[at + 1]["weights"][unit]),
            } for unit in range(h.shape[1])],
        })
    of_weights = [{
        "weight_norm": norm(p["weights"]),
        "gradient_norm": norm(g["weights"]),
        "update_ratio": norm(c) / norm(p["weights"]),
    } for p, g, c in zip(params, gradient, change)]
    result = {
        "made_by": f"tests/oracle/probes.py with jax {jax.__version__} and numpy {np.__version__}",
        "step": oracle.STEP + 1, "lr": LR, "batch": BATCH, "widths": oracle.WIDTHS, "seed": oracle.SEED, "drop": oracle.DROP,
        "momentum": oracle.MOMENTUM, "weight_decay": oracle.WEIGHT_DECAY,
        "probes": {"layers": layers, "weights": of_weights},
    }
    path = pathlib.Path(__file__).with_name("probes.json")
    path.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()

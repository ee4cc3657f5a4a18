"""Makes step.json: one training step in JAX, from weights, batch and masks that tests/laws/oracle.rs makes again.

Run with `pip install jax && python tests/oracle/step.py`. The weights and pixels follow a formula, so that only results need
keeping. The masks come from a second implementation of Philox4x32-10 in plain Python integers.
"""

import json
import pathlib

import jax
import jax.numpy as jnp
import numpy as np

WIDTHS, BATCH, SEED, STEP = [784, 6, 5, 10], 4, 11, 3
DROP = [0.1, 0.3, 0.8]
LR, MOMENTUM, WEIGHT_DECAY = 0.5, 0.9, 0.01


def philox(counter, key):
    """Salmon et al., SC11 (2011): ten rounds on four 32-bit words."""
    (a, b, c, d), (k, l) = counter, key
    for _ in range(10):
        x, y = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = (y >> 32) ^ b ^ k, y & 0xFFFFFFFF, (x >> 32) ^ d ^ l, x & 0xFFFFFFFF
        k, l = (k + 0x9E3779B9) & 0xFFFFFFFF, (l + 0xBB67AE85) & 0xFFFFFFFF
    return a, b, c, d


def mask(layer, width, step):
    """1 / keep_prob where a unit is kept, else 0: dropped where u < drop_prob."""
    def kept(row, unit):
        u = philox((unit // 4, row, step, 0), (SEED, 0x300 + layer))[unit % 4] / 2**32
        return 0.0 if u < DROP[layer] else 1.0 / (1.0 - DROP[layer])
    return jnp.array([[kept(row, unit) for unit in range(width)] for row in range(BATCH)], jnp.float32)


def weights():
    def value(layer, i, j):
        return np.float32(((i * 37 + j * 101 + layer * 53) % 200 - 100) / (400 if layer == 0 else 100))
    return [
        {
            "weights": jnp.array([[value(layer, i, j) for j in range(o)] for i in range(n)]),
            "biases": jnp.array([value(layer, 999, j) for j in range(o)]),
        }
        for layer, (n, o) in enumerate(zip(WIDTHS, WIDTHS[1:]))
    ]


def batch():
    pixels = np.array([[(i * 7 + p * 13) % 256 for p in range(784)] for i in range(BATCH)], np.float32)
    return jnp.array(pixels / np.float32(255)), jnp.array([(3 * i + 1) % 10 for i in range(BATCH)])


def loss(params, masks):
    x, labels = batch()
    h = x * masks[0]
    for layer, mask_after in zip(params[:-1], masks[1:]):
        h = jax.nn.relu(h @ layer["weights"] + layer["biases"]) * mask_after
    logits = h @ params[-1]["weights"] + params[-1]["biases"]
    return -jnp.mean(jax.nn.log_softmax(logits)[jnp.arange(BATCH), labels])


def main():
    jax.config.update("jax_default_matmul_precision", "highest")
    params = weights()
    velocity = jax.tree.map(jnp.zeros_like, params)
    losses = []
    for step in range(STEP, STEP + 2):
        masks = [mask(layer, width, step) for layer, width in enumerate(WIDTHS[:-1])]
        value, gradient = jax.value_and_grad(loss)(params, masks)
        losses.append(float(value))
        for layer, layer_gradient, layer_velocity in zip(params, gradient, velocity):
            for part, decay in (("weights", WEIGHT_DECAY), ("biases", 0.0)):
                change = layer_gradient[part] + decay * layer[part]
                layer_velocity[part] = MOMENTUM * layer_velocity[part] + change
                layer[part] = layer[part] - LR * layer_velocity[part]
    first = [[float(v) for v in row] for row in params[0]["weights"][::97]]
    result = {
        "made_by": f"tests/oracle/step.py with jax {jax.__version__}",
        "widths": WIDTHS, "batch": BATCH, "seed": SEED, "step": STEP, "drop": DROP,
        "lr": LR, "momentum": MOMENTUM, "weight_decay": WEIGHT_DECAY,
        "losses": losses,
        "first_weights_every_97th_row": first,
        "weights": [np.asarray(layer["weights"]).ravel().tolist() for layer in params[1:]],
        "biases": [layer["biases"].tolist() for layer in params],
    }
    path = pathlib.Path(__file__).with_name("step.json")
    path.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()

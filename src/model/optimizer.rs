//! Mini-batch SGD with momentum and weight decay, as PyTorch's `SGD` defines them.

use burn::prelude::*;

/// The optimizer's settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sgd {
    /// Learning rate.
    pub lr: f64,
    /// Momentum; 0 is plain SGD.
    pub momentum: f64,
    /// L2 pull on the weights; biases are not decayed.
    pub weight_decay: f64,
}

/// A parameter with its velocity: `velocity = momentum * velocity + gradient`, `value -= lr * velocity`.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    /// The value, runs first.
    pub(super) value: Tensor<3>,
    velocity: Option<Tensor<3>>,
}

impl Parameter {
    pub(super) fn new(value: Tensor<3>) -> Self {
        Self { value, velocity: None }
    }

    /// The same with a velocity of before.
    pub(super) fn moving(self, velocity: Tensor<3>) -> Self {
        Self { velocity: Some(velocity), ..self }
    }

    /// The velocity; none before the first step, or where there is no momentum.
    pub(super) fn velocity(&self) -> Option<&Tensor<3>> {
        self.velocity.as_ref()
    }

    /// One step down `gradient`.
    pub(super) fn step(&mut self, sgd: Sgd, decayed: bool, gradient: Tensor<3>) {
        let velocity = self.velocity.take();
        let direction = self.direction(velocity, sgd, decayed, gradient);
        self.velocity = (sgd.momentum > 0.0).then(|| direction.clone());
        self.value.inplace(|value| value - direction * sgd.lr);
    }

    /// What a step down `gradient` would add to the value.
    pub(super) fn change(&self, sgd: Sgd, decayed: bool, gradient: Tensor<3>) -> Tensor<3> {
        self.direction(self.velocity.clone(), sgd, decayed, gradient) * -sgd.lr
    }

    fn direction(&self, velocity: Option<Tensor<3>>, sgd: Sgd, decayed: bool, gradient: Tensor<3>) -> Tensor<3> {
        let gradient = if decayed && sgd.weight_decay > 0.0 { gradient + self.value.clone() * sgd.weight_decay } else { gradient };
        match velocity {
            Some(velocity) => velocity * sgd.momentum + gradient,
            None => gradient,
        }
    }

    /// The same for the runs at these positions alone.
    pub(super) fn retain(self, runs: &Tensor<1, Int>) -> Self {
        let pick = |tensor: Tensor<3>| tensor.select(0, runs.clone());
        Self { value: pick(self.value), velocity: self.velocity.map(pick) }
    }
}

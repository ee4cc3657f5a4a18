//! The GPU form of the kernels: launches the programs of `cube`, one dispatch each.

use burn::prelude::*;
use burn::tensor::DType;
use burn_wgpu::{CubeDim, CubeTensor, Wgpu};
use cubecl::calculate_cube_count_elemwise;

use super::cube::{WORDS, activate_backward_kernel, activate_kernel, cross_entropy_kernel, gather_kernel};
use super::{Activation, MaskTable, Task, share};
use crate::spec::{CLASSES, PIXELS};

/// See [`super::gather`].
pub(super) fn gather(
    packed: &Tensor<1, Int>,
    indices: &Tensor<1, Int>,
    dims: [usize; 2],
    mask: Option<&MaskTable>,
    step: u32,
) -> Tensor<3> {
    let [runs, batch] = dims;
    let packed = int_primitive(packed);
    let output = empty_like(&packed, [runs, batch, PIXELS]);
    let (table, scales) = table_primitives(mask, &packed);
    let work = runs * batch * WORDS as usize;
    let cube_dim = CubeDim::new(&output.client, work);
    gather_kernel::launch(
        &output.client,
        calculate_cube_count_elemwise(&output.client, work, cube_dim),
        cube_dim,
        packed.into_buffer_arg(),
        int_primitive(indices).into_buffer_arg(),
        table.into_buffer_arg(),
        scales.into_buffer_arg(),
        output.clone().into_buffer_arg(),
        number(batch),
        step,
        mask.map_or(0, |mask| mask.stream.id()),
        mask.is_some(),
    );
    Tensor::from_primitive::<Wgpu>(output)
}

/// See [`super::activate`].
pub(super) fn activate(sums: Tensor<3>, biases: &Tensor<3>, activation: Activation<'_>) -> Tensor<3> {
    let [runs, batch, width] = sums.dims();
    let sums = float_primitive(sums);
    let output = empty_like(&sums, [runs, batch, width]);
    let (table, scales) = table_primitives(activation.mask, &sums);
    let work = runs * batch * width.div_ceil(4);
    let cube_dim = CubeDim::new(&output.client, work);
    activate_kernel::launch(
        &output.client,
        calculate_cube_count_elemwise(&output.client, work, cube_dim),
        cube_dim,
        sums.into_buffer_arg(),
        float_primitive(biases.clone()).into_buffer_arg(),
        table.into_buffer_arg(),
        scales.into_buffer_arg(),
        output.clone().into_buffer_arg(),
        number(batch),
        activation.step,
        number(width),
        activation.mask.map_or(0, |mask| mask.stream.id()),
        activation.mask.is_some(),
    );
    Tensor::from_primitive::<Wgpu>(output)
}

/// See [`super::activate_backward`].
pub(super) fn activate_backward(outputs: Tensor<3>, gradients: Tensor<3>, mask: Option<&MaskTable>) -> Tensor<3> {
    let [runs, batch, width] = outputs.dims();
    let outputs = float_primitive(outputs);
    let result = empty_like(&outputs, [runs, batch, width]);
    let (_, scales) = table_primitives(mask, &outputs);
    let work = runs * batch * width;
    let cube_dim = CubeDim::new(&result.client, work);
    activate_backward_kernel::launch(
        &result.client,
        calculate_cube_count_elemwise(&result.client, work, cube_dim),
        cube_dim,
        outputs.into_buffer_arg(),
        float_primitive(gradients).into_buffer_arg(),
        scales.into_buffer_arg(),
        result.clone().into_buffer_arg(),
        number(batch * width),
        mask.is_some(),
    );
    Tensor::from_primitive::<Wgpu>(result)
}

/// See [`super::cross_entropy`].
pub(super) fn cross_entropy(
    logits: Tensor<3>,
    labels: &Tensor<1, Int>,
    label_stride: u32,
    indices: &Tensor<1, Int>,
    task: Task,
) -> (Option<Tensor<3>>, Tensor<3>) {
    let [runs, count, classes] = logits.dims();
    debug_assert_eq!(classes, CLASSES, "the last layer has one unit for each class");
    let logits = float_primitive(logits);
    let scores = empty_like(&logits, [runs, count, 2]);
    let (so_far, with_gradient) = match task {
        Task::Score => (None, false),
        Task::Train { so_far } => (so_far.map(float_primitive), true),
    };
    // WebGPU refuses a buffer that is both read and declared for writing, so nothing else stands in for a gradient that is not written.
    let gradient = empty_like(&logits, if with_gradient { [runs, count, classes] } else { [1, 1, 1] });
    let cube_dim = CubeDim::new(&scores.client, runs * count);
    cross_entropy_kernel::launch(
        &scores.client,
        calculate_cube_count_elemwise(&scores.client, runs * count, cube_dim),
        cube_dim,
        logits.clone().into_buffer_arg(),
        int_primitive(labels).into_buffer_arg(),
        int_primitive(indices).into_buffer_arg(),
        so_far.clone().unwrap_or_else(|| logits.clone()).into_buffer_arg(),
        gradient.clone().into_buffer_arg(),
        scores.clone().into_buffer_arg(),
        number(count),
        label_stride,
        share(count),
        with_gradient,
        so_far.is_some(),
    );
    (with_gradient.then(|| Tensor::from_primitive::<Wgpu>(gradient)), Tensor::from_primitive::<Wgpu>(scores))
}

/// The mask's buffers; without a mask any input stands in, since the kernel is compiled not to read it.
fn table_primitives(mask: Option<&MaskTable>, unread: &CubeTensor) -> (CubeTensor, CubeTensor) {
    mask.map_or_else(|| (unread.clone(), unread.clone()), |mask| (int_primitive(&mask.table), float_primitive(mask.scales.clone())))
}

fn empty_like(like: &CubeTensor, dims: [usize; 3]) -> CubeTensor {
    let bytes = dims.iter().product::<usize>() * size_of::<f32>();
    CubeTensor::new_contiguous(like.client.clone(), like.device.clone(), dims.into(), like.client.empty(bytes), DType::F32)
}

fn float_primitive<const D: usize>(tensor: Tensor<D>) -> CubeTensor {
    rows(tensor.try_into_primitive::<Wgpu>().expect("a network on the GPU has its tensors there"))
}

fn int_primitive(tensor: &Tensor<1, Int>) -> CubeTensor {
    rows(tensor.clone().try_into_primitive::<Wgpu>().expect("a network on the GPU has its tensors there"))
}

/// Kernels read buffers row by row from their start.
fn rows(tensor: CubeTensor) -> CubeTensor {
    assert!(tensor.is_contiguous(), "expected a contiguous tensor, found strides {:?}", tensor.meta.strides());
    tensor
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("tensors here have fewer than 2^32 values")
}

//! Matrix products on the CPU: operands packed into panels, a tile of 4 x 8 sums held in registers.
//!
//! The panels and the tile are those of K. Goto and R. A. van de Geijn, "Anatomy of high-performance matrix multiplication",
//! ACM TOMS 34 (2008). The tile's size was measured: in WebAssembly's registers of four numbers, 4 x 8 keeps twice the pace
//! of the larger tile that burn-flex's library takes there. Every sum runs over the depth in order, multiplication and addition
//! rounded apart, so the result is the same on every processor.

use burn::backend::Flex;
use burn::prelude::*;

/// Rows of a tile.
const ROWS: usize = 4;
/// Columns of a tile: two registers of four numbers.
const COLUMNS: usize = 8;

/// One matrix in a buffer, as its strides say.
#[derive(Clone, Copy)]
struct Matrix<'a> {
    values: &'a [f32],
    /// Lines along which panels are cut: rows of the left operand, columns of the right one.
    lines: usize,
    depth: usize,
    line_stride: usize,
    depth_stride: usize,
}

/// `lhs` `[runs or 1, rows, depth]` times `rhs` `[runs or 1, depth, columns]`: `[runs, rows, columns]`.
pub(super) fn product(lhs: Tensor<3>, rhs: Tensor<3>) -> Tensor<3> {
    let ([left_runs, rows, depth], [right_runs, right_depth, columns]) = (lhs.dims(), rhs.dims());
    assert_eq!(depth, right_depth, "the columns of the left matrix must be as many as the rows of the right one");
    let device = lhs.device();
    let lhs = lhs.try_into_primitive::<Flex>().expect("a network on the CPU has its tensors there");
    let rhs = rhs.try_into_primitive::<Flex>().expect("a network on the CPU has its tensors there");
    let runs = left_runs.max(right_runs);
    let mut values = vec![0.0; runs * rows * columns];
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (run, values) in values.chunks_exact_mut(rows * columns).enumerate() {
        if run < left_runs {
            let [start, line_stride, depth_stride] = strides(lhs.layout().start_offset(), lhs.layout().strides(), run, [1, 2]);
            pack::<ROWS>(Matrix { values: &lhs.storage()[start..], lines: rows, depth, line_stride, depth_stride }, &mut left);
        }
        if run < right_runs {
            let [start, line_stride, depth_stride] = strides(rhs.layout().start_offset(), rhs.layout().strides(), run, [2, 1]);
            pack::<COLUMNS>(Matrix { values: &rhs.storage()[start..], lines: columns, depth, line_stride, depth_stride }, &mut right);
        }
        multiply(&left, &right, depth, values, columns);
    }
    Tensor::from_data(TensorData::new(values, [runs, rows, columns]), &device)
}

/// Where the matrix of `run` starts, and its strides along these two dimensions.
fn strides(offset: usize, strides: &[isize], run: usize, dims: [usize; 2]) -> [usize; 3] {
    let stride = |dim: usize| usize::try_from(strides[dim]).expect("the network flips no tensor");
    [offset + run * stride(0), stride(dims[0]), stride(dims[1])]
}

/// Cuts a matrix into panels of `LINES` lines, each stored depth by depth; the last one is filled up with zeros.
fn pack<const LINES: usize>(matrix: Matrix<'_>, panels: &mut Vec<f32>) {
    let Matrix { values, lines, depth, line_stride, depth_stride } = matrix;
    panels.clear();
    panels.resize(lines.div_ceil(LINES) * depth * LINES, 0.0);
    for (first, panel) in (0..lines).step_by(LINES).zip(panels.chunks_exact_mut(depth * LINES)) {
        let count = LINES.min(lines - first);
        let (panel, _) = panel.as_chunks_mut::<LINES>();
        if line_stride == 1 {
            for (at, packed) in panel.iter_mut().enumerate() {
                let start = first + at * depth_stride;
                packed[..count].copy_from_slice(&values[start..start + count]);
            }
        } else {
            for line in 0..count {
                let source = values[(first + line) * line_stride..].iter().step_by(depth_stride);
                panel.iter_mut().zip(source).for_each(|(packed, value)| packed[line] = *value);
            }
        }
    }
}

fn multiply(left: &[f32], right: &[f32], depth: usize, values: &mut [f32], columns: usize) {
    for (first_column, right) in (0..columns).step_by(COLUMNS).zip(right.chunks_exact(depth * COLUMNS)) {
        let width = COLUMNS.min(columns - first_column);
        for (rows, left) in values.chunks_mut(ROWS * columns).zip(left.chunks_exact(depth * ROWS)) {
            let sums = tile(left, right);
            for (row, sums) in rows.chunks_exact_mut(columns).zip(sums) {
                row[first_column..first_column + width].copy_from_slice(&sums[..width]);
            }
        }
    }
}

/// The sums of one tile over the whole depth.
fn tile(left: &[f32], right: &[f32]) -> [[f32; COLUMNS]; ROWS] {
    let mut sums = [[0.0; COLUMNS]; ROWS];
    let ((left, _), (right, _)) = (left.as_chunks::<ROWS>(), right.as_chunks::<COLUMNS>());
    for (left, right) in left.iter().zip(right) {
        for (sums, left) in sums.iter_mut().zip(left) {
            for (sum, right) in sums.iter_mut().zip(right) {
                *sum += left * right;
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Products of all shapes and layouts that occur, against burn's own.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "on the CPU the data are at hand: no read-back")]
    fn products_equal_those_of_burn() {
        let device = Device::flex();
        let matrix = |dims: [usize; 3], seed: usize| {
            #[expect(clippy::cast_precision_loss, reason = "below 100")]
            let values: Vec<f32> = (0..dims.iter().product()).map(|at: usize| ((at * 37 + seed) % 97) as f32 / 97.0 - 0.5).collect();
            Tensor::<3>::from_data(TensorData::new(values, dims), &device)
        };
        for [runs, rows, depth, columns] in [[1, 1, 1, 1], [2, 5, 7, 9], [3, 8, 16, 8], [2, 13, 784, 30], [1, 4, 3, 10]] {
            let (lhs, rhs) = (matrix([runs, rows, depth], 1), matrix([runs, depth, columns], 2));
            let (lhs_transposed, rhs_transposed) = (matrix([runs, depth, rows], 3), matrix([runs, columns, depth], 4));
            let shared = matrix([1, rows, depth], 5);
            let part = matrix([runs, rows, depth + 3], 6).slice([0..runs, 0..rows, 2..depth + 2]);
            for (lhs, rhs) in [
                (lhs.clone(), rhs.clone()),
                (lhs_transposed.swap_dims(1, 2), rhs.clone()),
                (lhs, rhs_transposed.swap_dims(1, 2)),
                (shared, rhs.clone()),
                (part, rhs),
            ] {
                let expected = lhs.clone().matmul(rhs.clone()).into_data();
                product(lhs, rhs).into_data().assert_approx_eq::<f32>(&expected, burn::tensor::Tolerance::absolute(1e-4));
            }
        }
    }
}

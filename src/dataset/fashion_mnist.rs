//! The known set: the four files of Fashion-MNIST and what their contents must be.
//!
//! H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms",
//! arXiv:1708.07747 (2017).

/// One of the four IDX files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdxFile {
    /// Its name, without `.gz`.
    pub name: &'static str,
    /// SHA-256 of the IDX bytes, not of a .gz around them: those differ between upstream and packages.
    pub sha256: &'static str,
}

/// Training images.
pub const TRAIN_IMAGES: IdxFile =
    IdxFile { name: "train-images-idx3-ubyte", sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888" };
/// Training labels.
pub const TRAIN_LABELS: IdxFile =
    IdxFile { name: "train-labels-idx1-ubyte", sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9" };
/// Test images.
pub const TEST_IMAGES: IdxFile =
    IdxFile { name: "t10k-images-idx3-ubyte", sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b" };
/// Test labels.
pub const TEST_LABELS: IdxFile =
    IdxFile { name: "t10k-labels-idx1-ubyte", sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34" };

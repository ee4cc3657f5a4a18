//! Where training runs: the choice between WebGPU and the CPU, and why it fell.

use burn::tensor::wgpu::WgpuInitError;
use serde::Serialize;

use super::self_test::self_test;
use crate::spec::DeviceChoice;

/// Commands gathered into one submission: more than one training step has.
const TASKS_MAX: usize = 128;

/// The kind of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "page", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// A GPU through WebGPU (in a browser) or Vulkan, Metal or DirectX 12 (elsewhere).
    Webgpu,
    /// The CPU, one thread.
    Cpu,
}

/// A device that passed its test.
#[derive(Clone, Debug)]
pub struct Device {
    tensors: burn::prelude::Device,
    backend: Backend,
}

/// What was chosen, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "page", derive(tsify::Tsify))]
pub struct DeviceReport {
    /// The kind of device.
    pub backend: Backend,
    /// Why this one, in plain words.
    pub reason: String,
    /// The GPU adapter's name, where there is one.
    pub adapter: Option<String>,
}

/// A WebGPU device, found but not yet tested.
struct Found {
    device: Device,
    adapter: String,
    software: bool,
}

impl Device {
    /// The CPU.
    #[must_use]
    pub fn cpu() -> Self {
        Self { tensors: burn::prelude::Device::flex(), backend: Backend::Cpu }
    }

    /// The device that `choice` asks for, or the CPU with the reason why it must be.
    ///
    /// WebGPU is taken after a small training step there agreed with the CPU; `auto` leaves a software adapter alone,
    /// since that is slower than the CPU itself. Can be called once in a process: the GPU's runtime is set up only once.
    pub async fn choose(choice: DeviceChoice) -> (Self, DeviceReport) {
        if choice == DeviceChoice::Cpu {
            return on_cpu("CPU, as asked for".to_owned(), None);
        }
        let found = match find_webgpu().await {
            Ok(found) => found,
            Err(reason) => return on_cpu(reason, None),
        };
        if found.software && choice == DeviceChoice::Auto {
            let reason = format!("CPU: the only WebGPU adapter ({}) is emulated in software, which is slower", found.adapter);
            return on_cpu(reason, Some(found.adapter));
        }
        match self_test(&found.device).await {
            Ok(()) => {
                let reason = format!("WebGPU on {}, checked against the CPU at start", found.adapter);
                let report = DeviceReport { backend: Backend::Webgpu, reason, adapter: Some(found.adapter) };
                (found.device, report)
            }
            Err(fault) => on_cpu(format!("CPU: WebGPU on {} failed its test ({fault})", found.adapter), Some(found.adapter)),
        }
    }

    /// The kind of device.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    pub(super) fn tensors(&self) -> &burn::prelude::Device {
        &self.tensors
    }
}

fn on_cpu(reason: String, adapter: Option<String>) -> (Device, DeviceReport) {
    (Device::cpu(), DeviceReport { backend: Backend::Cpu, reason, adapter })
}

async fn find_webgpu() -> Result<Found, String> {
    let options = burn::prelude::Device::wgpu_options().tasks_max(TASKS_MAX);
    let (tensors, setup) = options.init_with_setup_async().await.map_err(|error| no_webgpu(&error))?;
    let info = setup.adapter.get_info();
    let named = [info.name.as_str(), info.driver.as_str(), "an unnamed adapter"];
    let adapter = named.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned();
    let software = info.device_type == burn::tensor::wgpu::wgpu::DeviceType::Cpu || is_software(&adapter);
    Ok(Found { device: Device { tensors, backend: Backend::Webgpu }, adapter, software })
}

/// Browsers do not tell wgpu which adapters are emulated, but the emulators name themselves.
fn is_software(adapter: &str) -> bool {
    let name = adapter.to_lowercase();
    ["swiftshader", "llvmpipe", "lavapipe", "basic render"].iter().any(|emulator| name.contains(emulator))
}

fn no_webgpu(error: &WgpuInitError) -> String {
    format!("CPU: no WebGPU here ({error})")
}

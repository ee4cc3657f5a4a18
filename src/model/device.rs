//! Where training runs: the choice between WebGPU and the CPU, and why it fell.

use burn::tensor::wgpu::WgpuInitError;
use serde::Serialize;

use super::self_test::self_test;
use crate::spec::DeviceChoice;

/// Commands gathered into one submission: more than one training step has.
const TASKS_MAX: usize = 128;

/// The kind of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
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
#[cfg_attr(feature = "web", derive(tsify::Tsify))]
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
    adapter: Option<String>,
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
            return on_cpu("CPU, as chosen".to_owned(), None);
        }
        let Found { device, adapter, software } = match find_webgpu().await {
            Ok(found) => found,
            Err(reason) => return on_cpu(format!("CPU: {reason}"), None),
        };
        let name = adapter.as_deref().unwrap_or("this machine's adapter");
        if software && choice == DeviceChoice::Auto {
            return on_cpu(format!("CPU: WebGPU on {name} is emulated in software here, which is slower"), adapter);
        }
        match self_test(&device).await {
            Ok(()) => {
                let emulated = if software { ", emulated in software," } else { "," };
                let reason = format!("WebGPU on {name}{emulated} checked against the CPU at start");
                (device, DeviceReport { backend: Backend::Webgpu, reason, adapter })
            }
            Err(fault) => on_cpu(format!("CPU: WebGPU on {name} failed its test ({fault})"), adapter),
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
    let adapter = Some(info.name).filter(|name| !name.is_empty());
    let software = info.device_type == burn::tensor::wgpu::wgpu::DeviceType::Cpu;
    Ok(Found { device: Device { tensors, backend: Backend::Webgpu }, adapter, software })
}

fn no_webgpu(error: &WgpuInitError) -> String {
    match error {
        WgpuInitError::AdapterUnavailable { .. } => {
            "no WebGPU adapter is offered here (an older browser or driver, or a page opened without https)".to_owned()
        }
        other => format!("WebGPU could not be set up ({other})"),
    }
}

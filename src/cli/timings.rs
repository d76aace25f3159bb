//! Seconds and peak memory per step, and a progress line on a terminal.

use std::io::IsTerminal;
use std::time::Instant;

use indicatif::ProgressBar;
use serde::Serialize;

/// One finished step.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Step {
    step: &'static str,
    seconds: f64,
    /// Highest memory of the process so far; null where the system does not tell.
    peak_memory_megabytes: Option<u64>,
}

/// The steps of a command.
#[derive(Debug, Serialize)]
pub struct Timings {
    steps: Vec<Step>,
    #[serde(skip)]
    since: Instant,
    #[serde(skip)]
    progress: ProgressBar,
}

impl Timings {
    pub fn start() -> Self {
        let progress = if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        progress.enable_steady_tick(std::time::Duration::from_millis(100));
        Self { steps: Vec::new(), since: Instant::now(), progress }
    }

    /// Closes the step that began with the previous one's end.
    pub fn finish(&mut self, step: &'static str) {
        let now = Instant::now();
        let seconds = now.duration_since(self.since).as_secs_f64();
        self.steps.push(Step { step, seconds, peak_memory_megabytes: peak_memory_megabytes() });
        self.since = now;
        self.progress.set_message(format!("{step}: {seconds:.2} s"));
    }
}

impl Drop for Timings {
    fn drop(&mut self) {
        self.progress.finish_and_clear();
    }
}

/// `VmHWM` of this process, as Linux tells it.
fn peak_memory_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024)
}

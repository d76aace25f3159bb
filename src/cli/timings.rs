//! Seconds and peak memory per step, and a progress line on a terminal.

use std::io::IsTerminal;
use std::time::Instant;

use indicatif::ProgressBar;
use serde::Serialize;
use serde_json::Value;

/// One finished step.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Step {
    step: &'static str,
    seconds: f64,
    /// Highest memory of the process so far; null where the system does not tell.
    peak_memory_megabytes: Option<u64>,
    /// What came of it, in numbers; null where nothing is told.
    found: Value,
}

/// A step that took less is taken again, three times in all, and more often while all of it together took less: what is taken
/// once tells as much of the machine, which may have to find the memory first.
const SHORT: f64 = 3.0;
const LEAST_TIMES: usize = 3;
const MOST_TIMES: usize = 7;

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
        self.close(step, self.since.elapsed().as_secs_f64(), Value::Null);
    }

    /// Takes a step and tells what came of it; a short one is taken several times, of which the median is told.
    pub fn measure<T>(&mut self, step: &'static str, take: impl Fn() -> T, found: impl Fn(&T) -> Value) -> T {
        let mut seconds: Vec<f64> = Vec::new();
        loop {
            let since = Instant::now();
            let result = take();
            seconds.push(since.elapsed().as_secs_f64());
            let is_short = seconds.iter().all(|&one| one < SHORT);
            let enough = if seconds.iter().sum::<f64>() < SHORT { MOST_TIMES } else { LEAST_TIMES };
            if !is_short || seconds.len() >= enough {
                seconds.sort_unstable_by(f64::total_cmp);
                self.close(step, seconds[seconds.len() / 2], found(&result));
                return result;
            }
        }
    }

    fn close(&mut self, step: &'static str, seconds: f64, found: Value) {
        self.steps.push(Step { step, seconds, peak_memory_megabytes: peak_memory_megabytes(), found });
        self.since = Instant::now();
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

//! What a template of a stranger may take of the machine.
//!
//! The engine counts instructions and text, and stops most of what cannot end with a message that
//! names the place. What it cannot count, such as how deep a value is nested or what comparing two
//! of them takes, the system bounds: a command that may evaluate such a template runs as a child of
//! itself, whose time and memory are limited while the engine is at work, and whose parent says
//! what happened. Everything is rendered before anything is written, so nothing was.

use std::ffi::OsString;
use std::process::{Command, ExitStatus};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::CommandError;
use crate::template::Template;

/// Tells the child that it is one, by the number of its parent.
const CHILD: &str = "TYPEWRIGHT_BOUNDED";

/// Memory beyond what is taken already, in bytes.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 96 << 20;

/// The commands that may evaluate a template.
const EVALUATE: [&str; 9] =
    ["new", "add", "update", "check", "diff", "remove", "render", "import", "template"];

/// Whether a command line looks as if it evaluated a template that is not one of ours. What it says
/// is read by the child then, and not twice.
pub(crate) fn looks_foreign(args: &[OsString]) -> bool {
    let says = |word: &str| args.iter().skip(1).any(|arg| arg == word);
    let others = ["-h", "--help"].into_iter().chain(Template::names());
    EVALUATE.into_iter().any(says) && !others.into_iter().any(says)
}

/// Runs the same command line as a bounded child, and gives its exit code; `None` where this is the
/// child, or the system has no such bounds.
pub(crate) fn supervise() -> Option<Result<u8, CommandError>> {
    if !cfg!(target_os = "linux") || system::is_child() {
        return None;
    }
    let child = Command::new(std::env::current_exe().ok()?)
        .args(std::env::args_os().skip(1))
        .env(CHILD, std::process::id().to_string())
        .status();
    Some(ended(child.ok()?))
}

fn ended(status: ExitStatus) -> Result<u8, CommandError> {
    if let Some(code) = status.code() {
        return Ok(u8::try_from(code).unwrap_or(1));
    }
    let why = match system::signal(status) {
        Some(system::TIME) => "takes more than a second of processor time".to_owned(),
        Some(system::MEMORY_OR_STACK) => {
            "takes more than 96 MiB of memory, or nests values without end".to_owned()
        }
        Some(other) => return Err(CommandError::failed(format!("ended by signal {other}"))),
        None => "takes too much".to_owned(),
    };
    Err(CommandError::failed(format!("the template was stopped, because evaluating it {why}"))
        .help("nothing was written; a template of yours can be looked over with `template lint`"))
}

/// How many bounds there are.
static ENTERED: AtomicUsize = AtomicUsize::new(0);

/// While one is there, this process is bounded, if it is a child. One within another changes
/// nothing.
#[derive(Debug)]
pub(crate) struct Bounds(());

impl Bounds {
    pub(crate) fn enter() -> Self {
        if system::is_child() && ENTERED.fetch_add(1, Ordering::Relaxed) == 0 {
            system::limit_memory();
            system::limit_time();
        }
        Self(())
    }

    /// Gives as much time again, after work that a large template has a right to.
    pub(crate) fn renew(&self) {
        if system::is_child() {
            system::limit_time();
        }
    }
}

impl Drop for Bounds {
    fn drop(&mut self) {
        if system::is_child() && ENTERED.fetch_sub(1, Ordering::Relaxed) == 1 {
            system::lift();
        }
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;
    use std::sync::OnceLock;

    use rustix::process::{
        Resource, Rlimit, Signal, getppid, getrlimit, set_parent_process_death_signal, setrlimit,
    };
    use rustix::time::{ClockId, clock_gettime};

    use super::{CHILD, MEMORY};

    pub(super) const TIME: i32 = Signal::XCPU.as_raw();
    pub(super) const MEMORY_OR_STACK: i32 = Signal::ABORT.as_raw();

    pub(super) fn signal(status: ExitStatus) -> Option<i32> {
        status.signal()
    }

    /// Whether this process is a child; the first time, it becomes one that does not outlive its
    /// parent and leaves no core file.
    pub(super) fn is_child() -> bool {
        static CHILD_OF: OnceLock<bool> = OnceLock::new();
        *CHILD_OF.get_or_init(|| {
            let parent = std::env::var(CHILD).ok().and_then(|id| id.parse::<i32>().ok());
            let is = parent.is_some() && parent == getppid().map(rustix::process::Pid::as_raw_pid);
            if is {
                let _ = set_parent_process_death_signal(Some(Signal::KILL));
                let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
            }
            is
        })
    }

    /// The limits that there were, of memory and time.
    fn before() -> &'static [Rlimit; 2] {
        static BEFORE: OnceLock<[Rlimit; 2]> = OnceLock::new();
        BEFORE.get_or_init(|| [getrlimit(Resource::Data), getrlimit(Resource::Cpu)])
    }

    pub(super) fn limit_memory() {
        lower(Resource::Data, before()[0], data() + MEMORY);
    }

    pub(super) fn lift() {
        let _ = setrlimit(Resource::Data, before()[0]);
        let _ = setrlimit(Resource::Cpu, before()[1]);
    }

    /// Between half a second and one and a half from now on: the system counts in seconds.
    pub(super) fn limit_time() {
        let now = clock_gettime(ClockId::ProcessCPUTime);
        let seconds = now.tv_sec.unsigned_abs() + if now.tv_nsec < 500_000_000 { 1 } else { 2 };
        lower(Resource::Cpu, before()[1], seconds);
    }

    fn lower(resource: Resource, now: Rlimit, limit: u64) {
        let limit = now.maximum.map_or(limit, |most| most.min(limit));
        let _ = setrlimit(resource, Rlimit { current: Some(limit), ..now });
    }

    /// The memory that this process has for its data, in bytes.
    fn data() -> u64 {
        let pages = std::fs::read_to_string("/proc/self/statm").ok();
        let pages = pages.and_then(|text| text.split(' ').nth(5)?.parse::<u64>().ok());
        pages.unwrap_or(0) * rustix::param::page_size() as u64
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::process::ExitStatus;

    pub(super) const TIME: i32 = 24;
    pub(super) const MEMORY_OR_STACK: i32 = 6;

    pub(super) fn signal(_: ExitStatus) -> Option<i32> {
        None
    }

    pub(super) fn is_child() -> bool {
        false
    }

    pub(super) fn limit_memory() {}

    pub(super) fn limit_time() {}

    pub(super) fn lift() {}
}

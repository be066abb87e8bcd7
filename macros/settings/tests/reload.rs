//! Settings that are read again while the program runs.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use typewright_settings::{Loader, Settings, Watched};

#[derive(Settings, Clone, Debug, PartialEq)]
struct Service {
    /// Counts from the next start.
    #[setting(default = 8080)]
    port: u16,
    /// Counts at once.
    #[setting(default = "info", reload)]
    level: String,
    limits: Limits,
    /// All of it counts at once.
    #[setting(reload)]
    pause: Pause,
    /// Counts from the next start, as a whole.
    target: Pause,
    tls: Option<Limits>,
    #[setting(flatten)]
    beside: Beside,
}

#[derive(Settings, Clone, Debug, PartialEq)]
struct Limits {
    #[setting(default = 1, reload)]
    soft: u32,
    #[setting(default = 2)]
    hard: u32,
}

#[derive(Settings, Clone, Debug, PartialEq)]
#[settings(tag = "kind")]
enum Pause {
    #[setting(default)]
    None,
    Fixed {
        ms: u32,
    },
}

#[derive(Settings, Clone, Debug, PartialEq)]
struct Beside {
    #[setting(default = 5, reload)]
    left: u32,
    #[setting(default = 6)]
    right: u32,
}

struct Folder(tempfile::TempDir);

#[expect(clippy::disallowed_methods, reason = "a temporary folder")]
impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("s.yaml")
    }

    fn write(&self, text: &str) {
        fs::write(self.path(), text).expect("a file");
    }

    fn watch(&self) -> Watched<Service> {
        Loader::new("S").file(self.path()).watch().unwrap_or_else(|problems| panic!("{problems}"))
    }
}

fn reload(service: &Watched<Service>) -> Vec<String> {
    let changes = service.reload().unwrap_or_else(|problems| panic!("{problems}"));
    changes.iter().map(|c| format!("{} {:?} {}", c.key, c.after, c.reload)).collect()
}

#[test]
fn what_may_change_changes_and_the_rest_waits() {
    let folder = Folder::new();
    folder.write("");
    let service = folder.watch();
    let before = service.get();
    assert_eq!(reload(&service), [""; 0]);

    folder.write("level: warn\nport: 1\nlimits: {soft: 3, hard: 4}\nleft: 7\nright: 8\n");
    let changes = reload(&service);
    assert_eq!(
        changes,
        [
            "port Some(\"1\") false",
            "level Some(\"warn\") true",
            "limits.soft Some(\"3\") true",
            "limits.hard Some(\"4\") false",
            "left Some(\"7\") true",
            "right Some(\"8\") false",
        ]
    );
    let now = service.get();
    let value = &now.value;
    assert_eq!((value.port, &*value.level), (8080, "warn"));
    assert_eq!(value.limits, Limits { soft: 3, hard: 2 });
    assert_eq!(value.beside, Beside { left: 7, right: 6 });
    assert_eq!(now.origin("port").expect("a row").to_string(), "default");
    assert!(now.origin("level").expect("a row").to_string().ends_with("s.yaml:1:8"));
    // Whoever holds the old ones keeps them; what waits is told again.
    assert_eq!(before.value.level, "info");
    assert_eq!(reload(&service).len(), 3);
    folder.write("");
    assert_eq!(reload(&service).len(), 3);
    assert_eq!(service.get().value, before.value);
}

#[test]
fn sections_and_variants_as_a_whole() {
    let folder = Folder::new();
    folder.write("");
    let service = folder.watch();
    folder.write("pause: {kind: fixed, ms: 5}\ntarget: {kind: fixed, ms: 6}\ntls: {soft: 9}\n");
    assert!(reload(&service).iter().any(|change| change == "pause.ms Some(\"5\") true"));
    let value = &service.get().value;
    assert_eq!((&value.pause, &value.target), (&Pause::Fixed { ms: 5 }, &Pause::None));
    // A section that was not there is not there before the next start.
    assert_eq!(value.tls, None);
    assert_eq!(folder.watch().get().value.target, Pause::Fixed { ms: 6 });
}

#[test]
fn a_mistake_changes_nothing_and_all_of_them_are_told() {
    let folder = Folder::new();
    folder.write("level: warn\n");
    let service = folder.watch();
    folder.write("level: debug\nport: x\nlimts: {}\n");
    let problems = service.reload().expect_err("two mistakes");
    assert_eq!(problems.iter().count(), 2, "{problems}");
    assert_eq!(service.get().value.level, "warn");
    folder.write("level: debug\n");
    assert_eq!(reload(&service), ["level Some(\"debug\") true"]);
}

#[test]
fn another_loader_takes_over_if_it_has_no_mistake() {
    let folder = Folder::new();
    folder.write("level: warn\n");
    let service = folder.watch();
    let with = |level: &str, port: &str| {
        let variables = [("S_LEVEL".into(), level.into()), ("S_PORT".into(), port.into())];
        Loader::new("S").file(folder.path()).env(variables)
    };
    service.reload_with(with("trace", "x")).expect_err("a mistake");
    assert_eq!(reload(&service), [""; 0]);
    service.reload_with(with("trace", "1")).expect("no mistake");
    assert_eq!(&*service.get().value.level, "trace");
    assert_eq!(reload(&service), ["port Some(\"1\") false"]);
}

/// Readers see one file or the other, whole.
#[test]
fn readers_never_see_half_of_a_reload() {
    let folder = Folder::new();
    folder.write("left: 0\nlimits: {soft: 0}\n");
    let service = Arc::new(folder.watch());
    let done = Arc::new(AtomicBool::new(false));
    let reader = {
        let (service, done) = (Arc::clone(&service), Arc::clone(&done));
        std::thread::spawn(move || {
            let mut reads = 0_u32;
            while !done.load(Ordering::Relaxed) {
                let now = service.get();
                assert_eq!(now.value.beside.left, now.value.limits.soft);
                reads += 1;
            }
            reads
        })
    };
    for n in 0..100 {
        let text = format!("left: {n}\nlimits: {{soft: {n}}}\n");
        service
            .reload_with(Loader::new("S").text("s.yaml", text))
            .unwrap_or_else(|problems| panic!("{problems}"));
    }
    done.store(true, Ordering::Relaxed);
    assert!(reader.join().expect("no torn read") > 0);
    assert_eq!(service.get().value.beside.left, 99);
}

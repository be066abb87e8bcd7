#![doc = include_str!("../README.md")]

mod error;
mod output;
mod sources;

use std::env;
use std::path::{Path, PathBuf};

use typewright_core::emit::{self, Options};
use typewright_core::source::proto::{Input, read_selected};
use typewright_core::source::service_config;

pub use error::Error;

/// Starts with everything as it is by default.
pub fn configure() -> Builder {
    Builder { options: Vec::new(), out_dir: None, module: "api".to_owned(), quiet: false }
}

/// What to generate, and where to.
#[derive(Clone, Debug)]
#[must_use = "nothing is generated before `compile`"]
pub struct Builder {
    options: Vec<String>,
    out_dir: Option<PathBuf>,
    module: String,
    quiet: bool,
}

impl Builder {
    /// Runs an emitter: `messages`, `client` and so on. All that run by default, where none is named.
    pub fn emit(self, emitter: &str) -> Self {
        self.option(&format!("emit={emitter}"))
    }

    /// An option of the generator, as the plugin takes it: `bytes=.shop.v1`, `exclude=shop.v1.Admin`.
    /// Commas need no escape here.
    pub fn option(mut self, pair: &str) -> Self {
        self.options.push(pair.to_owned());
        self
    }

    /// A package or type that lives elsewhere: `.google.type` and `::common::types`.
    pub fn extern_path(self, proto: &str, rust: &str) -> Self {
        self.option(&format!("extern_path={proto}={rust}"))
    }

    /// An attribute of messages, enums and oneofs, by a path of prost-build; `.` is all.
    pub fn type_attribute(self, path: &str, attribute: &str) -> Self {
        self.option(&format!("type_attribute={path}={attribute}"))
    }

    /// An attribute of fields, by a path of prost-build.
    pub fn field_attribute(self, path: &str, attribute: &str) -> Self {
        self.option(&format!("field_attribute={path}={attribute}"))
    }

    /// What the module of everything is called; `api` by default. It is declared by the file of its
    /// name in the output folder, and its packages are in the folder of its name.
    pub fn module(mut self, name: &str) -> Self {
        name.clone_into(&mut self.module);
        self
    }

    /// Generates into another folder than Cargo's `OUT_DIR`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Leaves out the `cargo::rerun-if-changed` lines, for programs that are no build script.
    pub fn without_cargo_lines(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// Compiles files with all that they import, and generates their code.
    ///
    /// Imports count from the folders of `includes`, as they do for `protoc -I`; the files of
    /// `google/protobuf` need not be in them. Output that stays the same keeps its time.
    ///
    /// # Errors
    /// Every mistake in the files and in the options, each at its place.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let proto = folder.path().join("shop.proto");
    /// # std::fs::write(&proto, "syntax = \"proto3\"; package shop; message Item {}").unwrap();
    /// # let (include, out) = (folder.path(), folder.path().join("out"));
    /// typewright_build::configure()
    ///     .emit("messages")
    ///     .out_dir(&out)
    ///     .compile(&[&proto], &[include])?;
    /// assert!(std::fs::read_to_string(out.join("api/shop.rs")).unwrap().contains("struct Item"));
    /// # Ok::<(), typewright_build::Error>(())
    /// ```
    pub fn compile(
        &self,
        protos: &[impl AsRef<Path>],
        includes: &[impl AsRef<Path>],
    ) -> Result<(), Error> {
        let out = match (&self.out_dir, env::var_os("OUT_DIR")) {
            (Some(folder), _) => folder.clone(),
            (None, Some(folder)) => folder.into(),
            (None, None) => return Err(Error::outside_of_cargo()),
        };
        let options = Options::of(self.options.iter().map(String::as_str))?;
        if options.manifest.is_some() {
            return Err(Error::crate_inside());
        }
        let mut sources = sources::Sources::new(includes);
        let compiled = sources.compile(protos);
        let configs = options.service_configs.iter();
        sources.read.extend(configs.map(|file| (file.clone(), PathBuf::from(file))));
        if !self.quiet {
            output::announce(sources.read.values());
        }
        let (files, generate) = compiled?;
        let input = Input { files, generate };
        let locate = |mistakes| Error::located(&mistakes, &sources.read);
        let mut schema = read_selected(&input, &options.selection).map_err(locate)?;
        let open = |file: &str| std::fs::read_to_string(file).map_err(|error| error.to_string());
        let (configs, selection) = (&options.service_configs, &options.selection);
        service_config::apply(&mut schema, configs, selection, open).map_err(locate)?;
        let files = emit::emit(&schema, &options).map_err(locate)?;
        output::write(&out, &self.module, options.root_file(), &files)
    }
}

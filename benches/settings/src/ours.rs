//! The tree of the settings' own tests.

use std::path::PathBuf;

use typewright_settings::{Loader, Settings};

#[path = "../../../macros/settings/tests/tree.rs"]
pub mod tree;

use tree::App;

/// The value of one setting as it is shown, or the report.
pub fn read(files: &[PathBuf], key: &str, args: &[String]) -> Result<String, String> {
    let command = App::flags(clap::Command::new("app").no_binary_name(true), "APP");
    let matches = command.try_get_matches_from(args).map_err(|error| error.to_string())?;
    let loader = Loader::new("APP").process_env().flags(&matches);
    let loader = files.iter().fold(loader, Loader::required_file);
    let loaded = loader.load::<App>().map_err(|problems| problems.to_string())?;
    if key == "database.password" {
        return Ok(loaded.value.database.password); // a row would not show it
    }
    let row = loaded.origins().find(|row| row.key == key);
    Ok(row.and_then(|row| row.value.clone()).unwrap_or_else(|| "null".into()))
}

/// All layers, with the origin of every value.
pub fn load(files: &[PathBuf], env: &[(String, String)]) -> u16 {
    let env = env.iter().map(|(k, v)| (k.into(), v.into()));
    let loader = files.iter().fold(Loader::new("APP").env(env), |l, file| l.file(file));
    let loaded = loader.load::<App>().expect("settings without a mistake");
    loaded.value.server.port
}

//! Serves an empty inventory; `inventory-server --help` lists what it can be told, by flags, by
//! variables such as `INVENTORY_SERVER_PAGE_SIZE`, in `server.yaml`, and from far away.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "says where it listens")]

use std::process::ExitCode;
use std::sync::Arc;

use clap::Command;
use inventory_server::settings::{self, Failure, Settings};
use typewright_settings::{Loader, Settings as _};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Failure> {
    let command = Command::new("inventory-server").about("Serves an empty inventory");
    let matches = Settings::flags(command, "INVENTORY_SERVER").get_matches();
    let local = Loader::new("INVENTORY_SERVER").file("server.yaml").process_env().flags(&matches);
    let settings = Arc::new(settings::with_remote(&local).await?.watch::<Settings>()?);
    let first = settings.get();
    let listener = tokio::net::TcpListener::bind(&first.value.listen).await?;
    println!("listening on http://{}", listener.local_addr()?);
    if first.value.remote.is_some() {
        let tell = |what| eprintln!("{what}");
        tokio::spawn(settings::follow(local, Arc::clone(&settings), tell));
    }
    inventory_server::serve_with(listener, settings).await
}

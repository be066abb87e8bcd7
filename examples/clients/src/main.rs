//! Runs the pages that are named, or all.

#![allow(clippy::print_stdout, reason = "it tells what it does")]

#[tokio::main]
async fn main() -> clients::Outcome<()> {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let all = || clients::PAGES.map(str::to_owned).to_vec();
    for name in if named.is_empty() { all() } else { named } {
        println!("{name}");
        for line in clients::page(&name).await? {
            println!("    {line}");
        }
    }
    Ok(())
}

//! The health of a server that reports it by the usual crate.

use tonic_health::ServingStatus;
use typewright_client::transport::InProcess;
use typewright_client::{Channel, Code, Health};

#[tokio::test]
async fn a_service_says_how_it_is() {
    let (reporter, server) = tonic_health::server::health_reporter();
    reporter.set_service_status("test.Notes", ServingStatus::NotServing).await;
    let channel = Channel::over(InProcess::new(server)).lazy().unwrap();
    assert_eq!(channel.health("").await.unwrap(), Health::Serving);
    assert_eq!(channel.health("test.Notes").await.unwrap(), Health::NotServing);
    assert_eq!(channel.health("test.Other").await.unwrap_err().code(), Code::NotFound);

    let mut changes = channel.watch_health("test.Notes").await.unwrap();
    assert_eq!(changes.message().await.unwrap(), Some(Health::NotServing));
    reporter.set_service_status("test.Notes", ServingStatus::Serving).await;
    assert_eq!(changes.message().await.unwrap(), Some(Health::Serving));
}

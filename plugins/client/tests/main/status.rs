//! Details of errors, as another implementation writes them.

use std::collections::HashMap;
use std::time::Duration;

use tonic_types::{ErrorDetails, StatusExt};
use typewright_client::status::{
    BadRequest, DebugInfo, Detail, ErrorInfo, Help, LocalizedMessage, PreconditionFailure,
    QuotaFailure, RequestInfo, ResourceInfo, RetryInfo,
};

use crate::server::{note, start};

/// What the server sends for the request `details`.
pub(crate) fn detailed() -> tonic::Status {
    let mut details = ErrorDetails::new();
    let metadata = HashMap::from([("limit".to_owned(), "5".to_owned())]);
    details
        .set_error_info("TOO_MANY", "test", metadata)
        .set_retry_info(Some(Duration::from_millis(1500)))
        .set_debug_info(["inner".to_owned(), "outer".to_owned()], "more")
        .add_quota_failure_violation("project:7", "no more")
        .add_precondition_failure_violation("TOS", "you", "agree first")
        .add_bad_request_violation("item.title", "is empty")
        .set_request_info("r-7", "opaque")
        .set_resource_info("item", "items/a", "me", "is gone")
        .add_help_link("Read this", "https://example.com")
        .set_localized_message("de-CH", "zu viele");
    tonic::Status::with_error_details(tonic::Code::ResourceExhausted, "too many", details)
}

#[tokio::test]
async fn the_ten_standard_details_are_typed() {
    let error = start().await.echo(note("details", 0)).await.unwrap_err();
    let details = error.details();
    assert_eq!(details.iter().count(), 10);

    let info: ErrorInfo = details.get().unwrap();
    assert_eq!((&*info.reason, &*info.domain, &*info.metadata["limit"]), ("TOO_MANY", "test", "5"));
    let retry: RetryInfo = details.get().unwrap();
    assert_eq!(retry.retry_delay(), Some(Duration::from_millis(1500)));
    let debug: DebugInfo = details.get().unwrap();
    assert_eq!((debug.stack_entries.len(), &*debug.detail), (2, "more"));
    let quota = details.get::<QuotaFailure>().unwrap().violations.remove(0);
    assert_eq!((&*quota.subject, &*quota.description), ("project:7", "no more"));
    let broken = details.get::<PreconditionFailure>().unwrap().violations.remove(0);
    assert_eq!((&*broken.r#type, &*broken.subject), ("TOS", "you"));
    let bad = details.field_violations().next().unwrap();
    assert_eq!((&*bad.field, &*bad.description), ("item.title", "is empty"));
    assert_eq!(details.all::<BadRequest>().count(), 1);
    assert_eq!(details.get::<RequestInfo>().unwrap().request_id, "r-7");
    assert_eq!(details.get::<ResourceInfo>().unwrap().resource_name, "items/a");
    assert_eq!(details.get::<Help>().unwrap().links[0].url, "https://example.com");
    assert_eq!(details.get::<LocalizedMessage>().unwrap().message, "zu viele");
    assert!(format!("{details:?}").contains("google.rpc.ErrorInfo"));
}

#[tokio::test]
async fn a_detail_of_ones_own_is_found_by_its_name() {
    #[derive(Clone, PartialEq, prost::Message)]
    struct Own {
        #[prost(string, tag = "1")]
        request_id: String,
    }
    impl Detail for Own {
        const NAME: &'static str = "google.rpc.RequestInfo";
    }
    let error = start().await.echo(note("details", 0)).await.unwrap_err();
    assert_eq!(error.details().get::<Own>().unwrap().request_id, "r-7");

    let plain = typewright_client::Error::new(typewright_client::Code::Internal, "");
    assert!(plain.details().is_empty());
    assert_eq!(plain.details().get::<Own>(), None);
}

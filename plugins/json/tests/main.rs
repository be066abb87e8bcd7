//! What the shared JSON of messages is beyond the round trips that the tools are tested by.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

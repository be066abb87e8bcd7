//! What canonical JSON leaves to its users.

/// How JSON is read and written where both ways are canonical.
///
/// Generated code says what [`Json`](crate::Json) and serde's traits go by, as the options
/// `ignore_unknown_fields`, `preserve_proto_field_names`, `emit_fields` and
/// `use_integers_for_enums` chose; a program says it to a [`Reader`](crate::Reader) or a
/// [`Writer`](crate::Writer).
///
/// ```
/// use typewright_json::{Json, Rules};
/// # use typewright_json::table::Message;
/// # #[derive(Clone, PartialEq, prost::Message)]
/// # struct Topic {
/// #     #[prost(string, tag = "1")]
/// #     display_name: String,
/// # }
/// # static TOPIC: Message = Message::new("demo.Topic\n1 display_name string", &[]);
///
/// impl Json for Topic {
///     const RULES: Rules = Rules { ignore_unknown: true, proto_names: true, ..Rules::CANONICAL };
///
///     fn table() -> &'static Message {
///         &TOPIC
///     }
/// }
///
/// let topic = Topic::from_json(r#"{"displayName": "News", "colour": "red"}"#)?;
/// assert_eq!(topic.to_json()?, r#"{"display_name":"News"}"#);
/// # Ok::<(), typewright_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Reading: fields and names of enum values that the schema does not have are skipped.
    pub ignore_unknown: bool,
    /// Writing: fields have the names of the schema.
    pub proto_names: bool,
    /// Writing: fields show that are absent because they have their default, empty lists and maps
    /// too.
    pub defaults: bool,
    /// Writing: enums show as numbers.
    pub enum_numbers: bool,
}

impl Rules {
    /// What everybody does who is not told otherwise: nothing of all that.
    pub const CANONICAL: Rules =
        Rules { ignore_unknown: false, proto_names: false, defaults: false, enum_numbers: false };
}

//! Patterns of APIs that the runtime knows how to follow: lists in pages (AIP-158), requests that say where to go (AIP-4222), updates with a mask (AIP-134),
//! requests with an id (AIP-155).

use super::fields::text as spelled;
use crate::model::path::{self, Paths};
use crate::model::{
    Behavior, Field, Message, Method, RoutingParameter, Scalar, Schema, TextFormat, Type,
};

/// A method that answers in pages.
pub(super) struct List<'s> {
    /// The number of the field of the request that says which page.
    pub(super) token: u32,
    next: &'s Field,
    items: &'s Field,
}

/// The pages of a method, if it has any: the request has a `page_token`, the answer has a
/// `next_page_token`, and the items are its repeated field of the lowest number.
pub(super) fn list<'s>(schema: &'s Schema, method: &Method) -> Option<List<'s>> {
    if method.client_streaming || method.server_streaming {
        return None;
    }
    let token = text(schema.messages.get(&method.input)?, "page_token")?.number;
    let answer = schema.messages.get(&method.output)?;
    let next = text(answer, "next_page_token")?;
    let lists = answer.fields.iter().filter(|field| matches!(field.ty, Type::List(_)));
    let items = lists.min_by_key(|field| field.number)?;
    item(items)?;
    // Of two fields that are the same name in Rust, one goes by another.
    let alone = |field: &Field| {
        let same = |other: &&Field| path::snake(&other.name) == path::snake(&field.name);
        answer.fields.iter().filter(same).count() == 1
    };
    (alone(next) && alone(items)).then_some(List { token, next, items })
}

/// The id of the message that a list is of; empty for texts.
fn item(items: &Field) -> Option<&str> {
    let Type::List(one) = &items.ty else { return None };
    match &**one {
        Type::Message(id) => Some(id),
        Type::Scalar(Scalar::String) => Some(""),
        _ => None,
    }
}

fn text<'m>(message: &'m Message, name: &str) -> Option<&'m Field> {
    let field = message.fields.iter().find(|field| field.name == name)?;
    (field.ty == Type::Scalar(Scalar::String) && field.sum.is_none()).then_some(field)
}

impl List<'_> {
    /// The row that makes the answer a page: its type, its items and what is behind it.
    pub(super) fn page(&self, paths: &Paths<'_>, answer: &str, at: &[String]) -> String {
        let (next, items) = (path::snake(&self.next.name), path::snake(&self.items.name));
        let item = match item(self.items) {
            Some(id) if !id.is_empty() => spelled(&paths.message(id, at)),
            _ => "::std::string::String".to_owned(),
        };
        format!("    {} {{ {items}: {item}, {next} }}\n", spelled(&paths.message(answer, at)))
    }
}

/// Which fields of a request say where it goes: those that its author names, else the parameters of
/// the path of its HTTP form.
pub(super) fn routing(schema: &Schema, method: &Method) -> Option<String> {
    if method.client_streaming {
        return None;
    }
    match &method.routing {
        Some(parameters) => named_routing(schema, method, parameters),
        None => path_routing(schema, method),
    }
}

fn named_routing(
    schema: &Schema,
    method: &Method,
    parameters: &[RoutingParameter],
) -> Option<String> {
    let routes: Vec<String> = parameters
        .iter()
        .filter_map(|RoutingParameter { field, template }| {
            let numbers = numbers(schema, &method.input, field)?;
            let template = match &**template {
                "" => format!("{{{field}=**}}"),
                other => other.to_owned(),
            };
            Some(format!("(&{numbers:?}, {template:?})"))
        })
        .collect();
    (!routes.is_empty()).then(|| format!(".routed_by(&[{}])", routes.join(", ")))
}

fn path_routing(schema: &Schema, method: &Method) -> Option<String> {
    let binding = method.http.first()?;
    let variables = binding.path.split('{').skip(1);
    let names = variables.filter_map(|rest| rest.split(['=', '}']).next());
    let parameters: Vec<String> = names
        .filter_map(|name| {
            let numbers = numbers(schema, &method.input, name)?;
            Some(format!("({name:?}, &{numbers:?})"))
        })
        .collect();
    (!parameters.is_empty()).then(|| format!(".routed(&[{}])", parameters.join(", ")))
}

/// The field of a request that is to hold a random id: a text `request_id` that is said to be a UUID,
/// or that belongs to one of the standard methods that change something.
pub(super) fn request_id(schema: &Schema, method: &Method) -> Option<u32> {
    let field = text(schema.messages.get(&method.input)?, "request_id")?;
    let standard = ["Create", "Update", "Delete"].iter().any(|verb| method.name.starts_with(verb));
    let uuid = field.format == Some(TextFormat::Uuid4) || standard && field.format.is_none();
    (uuid && !method.client_streaming).then_some(field.number)
}

/// An update of a resource with a mask.
pub(super) struct Masked<'s> {
    /// The number of the mask.
    pub(super) mask: u32,
    resource: u32,
    fields: Vec<&'s Field>,
}

/// How a method updates, if it does: its request has a resource and an `update_mask`.
pub(super) fn masked<'s>(schema: &'s Schema, method: &Method) -> Option<Masked<'s>> {
    let request = schema.messages.get(&method.input)?;
    if method.client_streaming || !method.name.starts_with("Update") {
        return None;
    }
    let of = |field: &Field| match &field.ty {
        Type::Message(id) => Some(id.clone()),
        _ => None,
    };
    let mask = request.fields.iter().find(|field| {
        field.name == "update_mask" && of(field).as_deref() == Some("google.protobuf.FieldMask")
    })?;
    let own = |field: &&Field| {
        field.sum.is_none() && of(field).is_some_and(|id| !id.starts_with("google.protobuf."))
    };
    let mut resources = request.fields.iter().filter(own);
    let (resource, None) = (resources.next()?, resources.next()) else { return None };
    let fixed = [Behavior::OutputOnly, Behavior::Identifier, Behavior::Immutable];
    let may = |field: &&Field| {
        field.name != "name" && !field.behavior.iter().any(|behavior| fixed.contains(behavior))
    };
    let fields = schema.messages.get(&of(resource)?)?.fields.iter().filter(may).collect();
    Some(Masked { mask: mask.number, resource: resource.number, fields })
}

impl Masked<'_> {
    /// As the runtime is told.
    pub(super) fn fact(&self) -> String {
        let row = |field: &&Field| format!("({}, {:?})", field.number, field.name);
        let fields: Vec<String> = self.fields.iter().map(row).collect();
        format!(".masked({}, {}, &[{}])", self.mask, self.resource, fields.join(", "))
    }
}

/// The numbers of the fields of a path such as `topic.name` that ends in a text.
fn numbers(schema: &Schema, message: &str, path: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    let mut parts = path.split('.').peekable();
    let mut message = schema.messages.get(message)?;
    while let Some(part) = parts.next() {
        let field = message.fields.iter().find(|field| field.name == part)?;
        numbers.push(field.number);
        match (&field.ty, parts.peek()) {
            (Type::Message(id), Some(_)) => message = schema.messages.get(id)?,
            (Type::Scalar(Scalar::String), None) => return Some(numbers),
            _ => return None,
        }
    }
    None
}

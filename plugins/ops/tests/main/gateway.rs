//! Calls over HTTP and JSON by the annotations of published APIs, against a gateway of our own that
//! reads them the other way round: what arrives is what was sent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use prost::bytes::{Buf, BufMut, Bytes};
use prost::encoding::{DecodeContext, WireType};
use serde_json::{Map, Value as Json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_stream::StreamExt;
use typewright_client::status::ErrorInfo;
use typewright_client::{Channel, Code, Method};
use typewright_core::model::{self, Schema};
use typewright_json::sample;
use typewright_ops::dynamic::{Content, DynamicMessage, Value};
use typewright_ops::json::{self, Types};
use typewright_ops::table::{Kind, Message, Shape};

use crate::published::{Tables, published, value};
use crate::random::Random;

/// A method with its tables.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) method: &'static Method,
    pub(crate) bindings: &'static [[&'static str; 4]],
    pub(crate) input: &'static Message,
    pub(crate) output: &'static Message,
    pub(crate) streams: bool,
}

pub(crate) fn methods<'s>(schema: &'s Schema, tables: &mut Tables<'s>) -> Vec<Known> {
    let mut found = Vec::new();
    for method in schema.services.iter().flat_map(|service| &service.methods) {
        if method.client_streaming || method.http.is_empty() {
            continue;
        }
        let text = |text: &str| -> &'static str { text.to_owned().leak() };
        let binding = |http: &model::HttpBinding| {
            [&http.verb, &http.path, &http.body, &http.response_body].map(|part| text(part))
        };
        let bindings = method.http.iter().map(binding).collect::<Vec<_>>().leak();
        let mut table = |id: &'s str| tables.message(id, &mut Vec::new());
        let (input, output) = (table(&method.input), table(&method.output));
        let streams = method.server_streaming;
        let known = Method::new(text(&method.path));
        let known = known.http(text(&method.input), text(&method.output), streams, bindings);
        let method = Box::leak(Box::new(known));
        found.push(Known { method, bindings, input, output, streams });
    }
    found
}

/// A gateway: what it was asked, by which form, and whether it fails.
#[derive(Clone)]
pub(crate) struct Gateway {
    pub(crate) methods: Arc<Vec<Known>>,
    pub(crate) types: &'static Types,
    pub(crate) seen: Arc<Mutex<Vec<Seen>>>,
}

/// The method, its form, and the bytes of the request.
pub(crate) type Seen = (&'static str, &'static str, Vec<u8>);

impl Gateway {
    pub(crate) async fn start(self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(self.clone().serve(stream));
            }
        });
        format!("http://{address}")
    }

    /// HTTP/1.1, one request after the other.
    async fn serve(self, mut stream: TcpStream) {
        let mut bytes = Vec::new();
        loop {
            let head = bytes.windows(4).position(|four| four == b"\r\n\r\n");
            let head = head.map(|at| (String::from_utf8_lossy(&bytes[..at]).into_owned(), at + 4));
            if let Some((head, start)) = head {
                let headers = head.lines().filter_map(|line| line.split_once(": "));
                let mut headers = headers.map(|(key, value)| (key.to_ascii_lowercase(), value));
                let length = headers.find_map(|(key, v)| (key == "content-length").then_some(v));
                let end = start + length.map_or(0, |length| length.parse().expect("a length"));
                if bytes.len() >= end {
                    let body: Vec<u8> = bytes[start..end].to_vec();
                    bytes.drain(..end);
                    let line = head.lines().next().unwrap_or_default();
                    let (status, answer) = self.answer(line, &body);
                    let answer = format!(
                        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\n\
                         content-length: {}\r\n\r\n{answer}",
                        answer.len()
                    );
                    if stream.write_all(answer.as_bytes()).await.is_err() {
                        return;
                    }
                    continue;
                }
            }
            let mut part = [0; 16 * 1024];
            match stream.read(&mut part).await {
                Ok(read) if read > 0 => bytes.extend_from_slice(&part[..read]),
                _ => return,
            }
        }
    }

    fn answer(&self, line: &str, body: &[u8]) -> (&'static str, String) {
        let mut words = line.split(' ');
        let (verb, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        // Of several the one that says most by itself, as routers choose.
        let mut found = Vec::new();
        for known in self.methods.iter() {
            for [own, template, part, response] in known.bindings {
                if let Some(variables) = matched(template, path).filter(|_| *own == verb) {
                    let form = (known, *template, *part, *response);
                    found.push((fixed(template), form, variables));
                }
            }
        }
        found.sort_by_key(|(fixed, (_, template, ..), _)| (!template.contains("**"), *fixed));
        if let Some((_, (known, template, part, response), variables)) = found.pop() {
            let request = asked(known.input, variables, query, part, body);
            let read = json::Reader::new(self.types).from_value(known.input, &request);
            let read = read.unwrap_or_else(|e| panic!("{line}: {request:#} {e:?}"));
            let mut seen = self.seen.lock().expect("no panic before");
            seen.push((known.method.path, template, read.encode()));
            return ("200 OK", said(known, response, self.types));
        }
        let status = r#"{"code": 5, "message": "no such path", "details": [{
            "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "PATH"}]}"#;
        ("404 Not Found", status.to_owned())
    }
}

/// The answer of a method, or the field of it that `response` names.
fn said(known: &Known, response: &str, types: &Types) -> String {
    let mut answer = json::write(&sample(known.output), types);
    if let Some(field) = known.output.field(response).filter(|_| !response.is_empty()) {
        answer = answer.get(field.json).cloned().unwrap_or_default();
    }
    if known.streams { format!("[{answer},\n{answer}]") } else { answer.to_string() }
}

/// How many letters of a template are those of the path.
fn fixed(template: &str) -> usize {
    let outside =
        template.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    let patterns = template.split('{').skip(1).filter_map(|part| part.split_once('}'));
    let patterns = patterns.filter_map(|(variable, _)| variable.split_once('='));
    outside.map(str::len).sum::<usize>()
        + patterns.map(|(_, pattern)| pattern.replace('*', "").len()).sum::<usize>()
}

/// Parses a path by a template: the variables by their fields.
fn matched(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    // One part of a template after the other: `/v1/`, `{name=a/*}`, `/b:verb`.
    fn parts<'p>(template: &str, path: &'p str, found: &mut Vec<(String, &'p str, bool)>) -> bool {
        let Some((fixed, rest)) = template.split_once('{') else { return template == path };
        let Some(path) = path.strip_prefix(fixed) else { return false };
        let (variable, rest) = rest.split_once('}').expect("a closed variable");
        let (field, pattern) = variable.split_once('=').unwrap_or((variable, "*"));
        let ends = path.match_indices(['/', ':']).map(|(at, _)| at).chain([path.len()]);
        // The longest that fits.
        for end in ends.collect::<Vec<_>>().into_iter().rev() {
            if fits(pattern, &path[..end]) {
                let before = found.len();
                found.push((field.to_owned(), &path[..end], pattern != "*"));
                if parts(rest, &path[end..], found) {
                    return true;
                }
                found.truncate(before);
            }
        }
        false
    }
    let mut found = Vec::new();
    parts(template, path, &mut found).then(|| {
        let text = |(field, text, many): (String, &str, bool)| (field, decoded(text, many));
        found.into_iter().map(text).collect()
    })
}

fn fits(pattern: &str, path: &str) -> bool {
    let (patterns, segments): (Vec<_>, Vec<_>) =
        (pattern.split('/').collect(), path.split('/').collect());
    let open = patterns.last() == Some(&"**");
    let fixed = if open { patterns.len() - 1 } else { patterns.len() };
    (if open { segments.len() >= fixed } else { segments.len() == fixed })
        && patterns[..fixed].iter().zip(&segments).all(|(pattern, segment)| {
            (*pattern == "*" && !segment.is_empty()) || pattern == segment
        })
}

/// Percent-decodes; of several segments an escaped slash stays what it is.
fn decoded(text: &str, many: bool) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, behind)) = rest.split_first() {
        let escaped = (*first == b'%').then(|| behind.get(..2)).flatten();
        let byte = escaped.and_then(|two| std::str::from_utf8(two).ok());
        let byte = byte.and_then(|two| u8::from_str_radix(two, 16).ok());
        match byte.filter(|byte| !many || *byte != b'/') {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).expect("text")
}

/// The request in JSON, of what is in the path, the query and the body.
fn asked(
    table: &'static Message,
    variables: Vec<(String, String)>,
    query: &str,
    part: &str,
    body: &[u8],
) -> Json {
    let mut request = Json::Object(Map::new());
    if !part.is_empty() {
        let body = serde_json::from_slice(body).expect("a body of JSON");
        match part {
            "*" => request = body,
            field => request[table.field(field).expect("a field").json] = body,
        }
    } else {
        assert!(body.is_empty());
    }
    for (field, text) in variables {
        put(table, &mut request, &field, &text);
    }
    for (field, text) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        put(table, &mut request, &decoded(field, false), &decoded(text, false));
    }
    request
}

/// Sets a field such as `topic.name`, by its name in the schema or in JSON.
fn put(table: &'static Message, object: &mut Json, path: &str, text: &str) {
    let (first, behind) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
    let field = table.field(first).unwrap_or_else(|| panic!("{} has no {first}", table.id));
    if let (Some(behind), Kind::Message(inner)) = (behind, field.kind) {
        let inside = object.as_object_mut().expect("an object").entry(field.json);
        return put(inner, inside.or_insert_with(|| Json::Object(Map::new())), behind, text);
    }
    let one = match field.kind {
        Kind::Bool => Json::Bool(text == "true"),
        Kind::Message(inner) if inner.id == "google.protobuf.BoolValue" => (text == "true").into(),
        _ => Json::String(text.to_owned()),
    };
    match field.shape {
        Shape::Repeated { .. } => {
            let list = object.as_object_mut().expect("an object").entry(field.json);
            let list = list.or_insert_with(|| Json::Array(Vec::new()));
            list.as_array_mut().expect("a list").push(one);
        }
        _ => object[field.json] = one,
    }
}

/// A message in which every field is set that a query can hold.
pub(crate) fn plain(table: &'static Message, random: &mut Random, depth: usize) -> DynamicMessage {
    const TEXTS: [&str; 4] = ["Timestamp", "Duration", "FieldMask", "Empty"];
    let mut message = DynamicMessage::new(table);
    for field in table.fields {
        if message.conflict(field).is_some() {
            continue;
        }
        let known = table.id.starts_with("google.protobuf.");
        let one = match field.kind {
            Kind::Message(inner) => {
                let name = inner.id.strip_prefix("google.protobuf.");
                match name {
                    Some(name)
                        if name.ends_with("Value") && name != "Value" && name != "ListValue" =>
                    {
                        value(field.kind, random, 5)
                    }
                    Some("Empty") => continue,
                    Some(name) if TEXTS.contains(&name) => value(field.kind, random, 5),
                    Some(_) => continue,
                    None if depth > 1 => continue,
                    None => {
                        let inner = plain(inner, random, depth + 1);
                        if inner.iter().next().is_none() {
                            continue;
                        }
                        Value::Message(inner)
                    }
                }
            }
            Kind::Group(_) => continue,
            kind => value(kind, random, 5),
        };
        let content = match field.shape {
            Shape::Map(_) => continue,
            Shape::Repeated { .. } if matches!(field.kind, Kind::Message(_)) => continue,
            Shape::Repeated { .. } => Content::List(vec![one.clone(), one]),
            _ => Content::One(one),
        };
        if !known {
            message.set(field, content);
        }
    }
    message
}

/// Sets what the variables of a template stand for, so that it fits.
pub(crate) fn fill(message: &mut DynamicMessage, template: &str) {
    let variables = template.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    for variable in variables {
        let (field, pattern) = variable.split_once('=').unwrap_or((variable, "*"));
        let parts = pattern.split('/').map(|part| match part {
            "*" if pattern == "*" => "ä / b?",
            "*" => "ä b:c",
            "**" => "x/y",
            fixed => fixed,
        });
        let text = parts.collect::<Vec<_>>().join("/");
        let path: Vec<&str> = field.split('.').collect();
        set(message, &path, text);
    }
}

fn set(message: &mut DynamicMessage, path: &[&str], text: String) {
    let [first, rest @ ..] = path else { return };
    let field = message.table().fields.iter().find(|field| field.name == *first).expect("a field");
    if rest.is_empty() {
        if matches!(field.kind, Kind::String) {
            message.set(field, Content::One(Value::String(text)));
        }
        return;
    }
    let Kind::Message(inner) = field.kind else { panic!("{first} is no message") };
    let mut child = match message.get(field) {
        Some(Content::One(Value::Message(child))) => child.clone(),
        _ => DynamicMessage::new(inner),
    };
    set(&mut child, rest, text);
    message.set(field, Content::One(Value::Message(child)));
}

#[tokio::test]
async fn what_arrives_by_the_forms_of_published_apis_is_what_was_sent() {
    let sets = published();
    let (mut forms, mut calls) = (BTreeMap::<_, usize>::new(), 0);
    for schema in &sets {
        let mut tables = Tables::of(schema);
        let methods = Arc::new(methods(schema, &mut tables));
        let all = methods.iter().flat_map(|known| [known.input, known.output]);
        let types: &'static Types = Box::leak(Box::new(Types::new(all)));
        let gateway = Gateway { methods: methods.clone(), types, seen: Arc::default() };
        let seen = gateway.seen.clone();
        let channel = Channel::builder(gateway.start().await).http_json(types).lazy();
        let channel = channel.expect("an address");
        // Where the tables of this test cut a type that holds itself, there are two of one name.
        let whole = |table: &'static Message| {
            types.get(table.id).is_some_and(|found| std::ptr::eq(found, table))
        };
        let methods: Vec<&Known> =
            methods.iter().filter(|known| whole(known.input) && whole(known.output)).collect();
        // Of a thousand methods that are alike each fifth is enough.
        for known in methods.iter().step_by(methods.len().div_ceil(200).max(1)) {
            for [_, template, part, _] in known.bindings {
                let mut request = plain(known.input, &mut Random::new(calls), 0);
                for [_, other, ..] in known.bindings {
                    unset(&mut request, other);
                }
                fill(&mut request, template);
                // A body that is not there goes out as an empty one.
                let body = known.input.fields.iter().find(|field| field.name == *part);
                if let Some((field, Kind::Message(inner))) = body.map(|field| (field, field.kind))
                    && request.get(field).is_none()
                {
                    request.set(field, Content::One(Value::Message(DynamicMessage::new(inner))));
                }
                calls += 1;
                let bytes = Bytes::from(request.encode());
                let same: Bytes = sample(known.output).encode().into();
                let answers = call(&channel, known, bytes.clone()).await;
                let answers =
                    answers.unwrap_or_else(|e| panic!("{} {template}: {e}", known.method.path));
                for answer in &answers {
                    let answer = DynamicMessage::decode(known.output, answer).expect("a message");
                    let own = DynamicMessage::decode(known.output, &same).expect("a message");
                    assert_eq!(answer, own, "{}", known.method.path);
                }
                assert_eq!(answers.len(), if known.streams { 2 } else { 1 });
                let (path, form, arrived) =
                    seen.lock().expect("no panic before").pop().expect("it");
                let back = DynamicMessage::decode(known.input, &arrived).expect("a message");
                assert_eq!(path, known.method.path);
                assert_eq!(back, request, "{path} {form}");
                if form == *template {
                    *forms.entry((path, form)).or_default() += 1;
                }
            }
        }
    }
    assert!(sets.is_empty() || forms.len() > 300, "{} forms in {calls} calls", forms.len());
}

/// Clears the fields of a template, so that it does not fit.
pub(crate) fn unset(message: &mut DynamicMessage, template: &str) {
    let variables =
        template.split('{').skip(1).filter_map(|rest| rest.split(['}', '=', '.']).next());
    for variable in variables {
        if let Some(field) = message.table().fields.iter().find(|field| field.name == variable) {
            message.clear(field);
        }
    }
}

async fn call(
    channel: &Channel,
    known: &Known,
    request: Bytes,
) -> Result<Vec<Bytes>, typewright_client::Error> {
    if known.streams {
        let answers =
            channel.server_streaming::<_, Encoded>(known.method, Encoded(request)).await?;
        return answers.map(|answer| answer.map(|Encoded(bytes)| bytes)).collect().await;
    }
    let Encoded(answer) = channel.unary(known.method, Encoded(request)).await?;
    Ok(vec![answer])
}

/// A message that is encoded already and stays so.
#[derive(Clone, Debug, Default)]
struct Encoded(Bytes);

impl prost::Message for Encoded {
    fn encode_raw(&self, out: &mut impl BufMut) {
        out.put_slice(&self.0);
    }

    fn decode(mut bytes: impl Buf) -> Result<Encoded, prost::DecodeError> {
        Ok(Encoded(bytes.copy_to_bytes(bytes.remaining())))
    }

    fn merge_field(
        &mut self,
        _: u32,
        _: WireType,
        _: &mut impl Buf,
        _: DecodeContext,
    ) -> Result<(), prost::DecodeError> {
        unreachable!("it is decoded as a whole")
    }

    fn encoded_len(&self) -> usize {
        self.0.len()
    }

    fn clear(&mut self) {
        self.0.clear();
    }
}

#[tokio::test]
async fn a_gateway_says_what_went_wrong_as_a_status() {
    static NOWHERE: Method = Method::new("/a/B").http(
        "google.protobuf.Empty",
        "google.protobuf.Empty",
        false,
        &[["GET", "/nowhere", "", ""]],
    );
    static TYPES: Types = Types::of(&[]);
    let gateway = Gateway { methods: Arc::default(), types: &TYPES, seen: Arc::default() };
    let channel = Channel::builder(gateway.start().await).http_json(&TYPES).lazy().expect("it");
    let error = channel.unary::<(), ()>(&NOWHERE, ()).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Code::NotFound, "no such path"));
    let info: ErrorInfo = error.details().get().expect("details");
    assert_eq!(info.reason, "PATH");
}

//! Requests that are read while the call runs: typed one a line, or from a pipe as they come.

use std::future::{Future, poll_fn};
use std::io::{BufRead, Read, stdin};
use std::pin::pin;
use std::sync::mpsc::{Receiver as Asked, Sender as Asking, channel as questions};
use std::task::Poll;

use prost::bytes::{Buf, Bytes, BytesMut};
use serde_json::Value as Json;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::call::Encode;
use crate::connection::trace::Lines;
use crate::json::Strict;
use crate::request::input::{self, Form};
use crate::textproto;

/// What a thread that reads standard input found.
pub(crate) enum Piece {
    /// A request as data.
    Data(Json),
    /// A request, encoded.
    Bytes(Bytes),
    /// A request in the text format.
    Text(String),
    /// What cannot be read. Nothing follows where nobody can type it again.
    Wrong(String),
}

/// Standard input, read by a thread of its own, as nothing can break a read off.
pub(crate) struct Live {
    pub(crate) pieces: Receiver<Piece>,
    /// Asks for another line where somebody types them.
    ready: Option<Asking<()>>,
}

impl Live {
    /// Reads requests from a pipe until it ends.
    pub(crate) fn of_pipe(form: Form) -> Live {
        let (send, pieces) = channel(16);
        std::thread::spawn(move || match form {
            Form::Binary => drop(whole(&send)),
            Form::Delimited => delimited(&send),
            Form::Text => texts(&send),
            Form::Json => json(&send),
            Form::Auto if begins_as_json() => json(&send),
            Form::Yaml | Form::Auto => yaml(&send),
        });
        Live { pieces, ready: None }
    }

    /// Reads a request a line, each when it is asked for.
    pub(crate) fn of_terminal(form: Form) -> Live {
        let (send, pieces) = channel(1);
        let (ready, asked) = questions();
        std::thread::spawn(move || typed(&send, &asked, form));
        Live { pieces, ready: Some(ready) }
    }

    /// Whether somebody types.
    pub(crate) fn is_typed(&self) -> bool {
        self.ready.is_some()
    }

    /// Lets the next line be read.
    pub(crate) fn ask(&self) {
        if let Some(ready) = &self.ready {
            // The thread is gone once the input has ended.
            let _ = ready.send(());
        }
    }
}

/// Sends what is read until the input ends or nobody takes more. Whoever types hears of a mistake and
/// goes on; in a pipe it ends the call.
pub(crate) async fn send(
    mut live: Live,
    send: Sender<Bytes>,
    encode: &Encode<'_>,
    lines: &Lines,
) -> Result<(), Vec<String>> {
    loop {
        live.ask();
        let Some(piece) = live.pieces.recv().await else { return Ok(()) };
        if live.is_typed() {
            lines.typed();
        }
        match encode(piece) {
            Ok(request) => {
                if send.send(request).await.is_err() {
                    return Ok(());
                }
            }
            Err(problems) if live.is_typed() => {
                // Nobody typed a flag.
                let shown = problems.iter().map(|p| p.strip_prefix("--data: ").unwrap_or(p));
                shown.for_each(|problem| lines.push(format!("error: {problem}")));
            }
            Err(problems) => return Err(problems),
        }
    }
}

/// What ended first.
pub(crate) enum Ended<T> {
    /// The call, whatever became of the requests.
    Work(T),
    /// The requests, by mistakes in them.
    Reading(Vec<String>),
}

/// Reads requests beside the call that they are for.
pub(crate) async fn beside<T>(
    reading: impl Future<Output = Result<(), Vec<String>>>,
    work: impl Future<Output = T>,
) -> Ended<T> {
    let (mut reading, mut work) = (pin!(reading), pin!(work));
    let mut over = false;
    poll_fn(|cx| {
        if !over && let Poll::Ready(read) = reading.as_mut().poll(cx) {
            over = true;
            if let Err(problems) = read {
                return Poll::Ready(Ended::Reading(problems));
            }
        }
        work.as_mut().poll(cx).map(Ended::Work)
    })
    .await
}

type Gone = tokio::sync::mpsc::error::SendError<Piece>;

fn typed(send: &Sender<Piece>, asked: &Asked<()>, form: Form) {
    while asked.recv().is_ok() {
        let mut line = String::new();
        loop {
            line.clear();
            match stdin().lock().read_line(&mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) if line.trim().is_empty() => {}
                Ok(_) => break,
            }
        }
        let documents =
            if form == Form::Text { Ok(Vec::new()) } else { input::documents(&line, form) };
        let piece = match documents.as_deref() {
            Ok(_) if form == Form::Text => Piece::Text(line.clone()),
            Ok([one]) => Piece::Data(one.clone()),
            Ok(many) => Piece::Wrong(format!("expected one request, found {}", many.len())),
            Err(problems) => {
                let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
                Piece::Wrong(problems.join("; "))
            }
        };
        if send.blocking_send(piece).is_err() {
            return;
        }
    }
}

/// Looks at what comes without reading it.
fn begins_as_json() -> bool {
    let mut input = stdin().lock();
    let ahead = input.fill_buf().unwrap_or_default();
    let first = ahead.iter().find(|byte| !byte.is_ascii_whitespace());
    first.is_some_and(|byte| b"{[".contains(byte))
}

fn json(send: &Sender<Piece>) {
    let documents = serde_json::Deserializer::from_reader(stdin().lock()).into_iter::<Strict>();
    for document in documents {
        let piece = match document {
            Ok(Strict(json)) => Piece::Data(json),
            Err(error) => Piece::Wrong(format!("{error}; for YAML say --input yaml")),
        };
        let last = matches!(piece, Piece::Wrong(_));
        if send.blocking_send(piece).is_err() || last {
            return;
        }
    }
}

/// A document ends where `---` or `...` stands, or the input.
fn yaml(send: &Sender<Piece>) {
    let mut document = String::new();
    let flush = |document: &mut String| -> Result<(), Gone> {
        match input::documents(&std::mem::take(document), Form::Yaml) {
            Ok(all) => all.into_iter().try_for_each(|one| send.blocking_send(Piece::Data(one))),
            Err(problems) => problems
                .iter()
                .try_for_each(|problem| send.blocking_send(Piece::Wrong(problem.to_string()))),
        }
    };
    for line in stdin().lock().lines() {
        let Ok(line) = line else { break };
        if matches!(line.trim_end(), "---" | "...") {
            if flush(&mut document).is_err() {
                return;
            }
        } else {
            document.push_str(&line);
            document.push('\n');
        }
    }
    let _ = flush(&mut document);
}

/// A message ends where `---` stands on a line or the byte 1E anywhere, or the input.
fn texts(send: &Sender<Piece>) {
    let mut text = String::new();
    let flush = |text: &mut String| {
        let text = std::mem::take(text);
        let parts = textproto::split(&text).into_iter();
        let mut parts = parts.map(|part| text[part].to_owned());
        parts.try_for_each(|part| send.blocking_send(Piece::Text(part)))
    };
    for line in stdin().lock().lines() {
        let Ok(line) = line else { break };
        let ends = textproto::is_boundary(&line) || line.contains('\u{1e}');
        text.push_str(&line);
        text.push('\n');
        if ends && flush(&mut text).is_err() {
            return;
        }
    }
    if !text.trim().is_empty() {
        let _ = flush(&mut text);
    }
}

fn whole(send: &Sender<Piece>) -> Result<(), Gone> {
    let mut all = Vec::new();
    match stdin().lock().read_to_end(&mut all) {
        Ok(_) => send.blocking_send(Piece::Bytes(all.into())),
        Err(error) => send.blocking_send(Piece::Wrong(error.to_string())),
    }
}

/// Each message behind its length as a varint.
fn delimited(send: &Sender<Piece>) {
    let (mut buffer, mut chunk) = (BytesMut::new(), vec![0; 8192]);
    loop {
        while let Some(message) = input::split(&mut buffer) {
            if send.blocking_send(Piece::Bytes(message)).is_err() {
                return;
            }
        }
        match stdin().lock().read(&mut chunk) {
            Ok(0) if buffer.has_remaining() => {
                let wrong = "the input ends inside of a message".to_owned();
                let _ = send.blocking_send(Piece::Wrong(wrong));
                return;
            }
            Ok(0) => return,
            Ok(read) => buffer.extend_from_slice(&chunk[..read]),
            Err(error) => {
                let _ = send.blocking_send(Piece::Wrong(error.to_string()));
                return;
            }
        }
    }
}

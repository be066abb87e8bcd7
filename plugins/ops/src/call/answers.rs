//! Answers as they come ▶ what is printed of them.

use prost::bytes::Bytes;
use prost::encoding::encode_varint;
use typewright_client::{Channel, Code, Error, Metadata, Response, Streaming, Value, is_secret};

use crate::call::pages::Pages;
use crate::call::wait;
use crate::call::{Plan, Stop};
use crate::dynamic::DynamicMessage;
use crate::output::report::{Exit, Report};
use crate::scalar;
use crate::settings::Output;

/// The answers of a call.
pub(crate) struct Answers<'p> {
    pub(crate) plan: &'p Plan<'p>,
}

impl Answers<'_> {
    pub(crate) fn one(
        &self,
        response: &Response<Bytes>,
        report: &mut Report<'_>,
    ) -> Result<(), Stop> {
        self.around("<", &response.metadata, report);
        if let Some(envelope) = &self.plan.envelope {
            envelope.metadata(&response.metadata);
            envelope.trailers(&response.trailers);
        }
        if self.is_binary() {
            report.bytes(&response.message)?;
        } else {
            let message = self.decode(&response.message, report)?;
            self.show(&message, report)?;
        }
        self.around("< trailer", &response.trailers, report);
        Ok(())
    }

    pub(crate) async fn all(
        &self,
        response: Response<Streaming<Bytes>>,
        report: &mut Report<'_>,
    ) -> Result<(), Stop> {
        self.around("<", &response.metadata, report);
        if let Some(envelope) = &self.plan.envelope {
            envelope.metadata(&response.metadata);
        }
        let mut answers = response.message;
        let mut first = true;
        while let Some(answer) = self.next(&mut answers, report).await? {
            self.item(&answer, first, report)?;
            first = false;
            report.count();
            report.tick();
        }
        let trailers = wait::until(answers.trailers(), report).await??;
        self.around("< trailer", &trailers, report);
        if let Some(envelope) = &self.plan.envelope {
            envelope.trailers(&trailers);
        }
        Ok(())
    }

    /// The answer to one call of many.
    pub(crate) fn one_of_many(
        &self,
        response: &Response<Bytes>,
        first: bool,
        report: &mut Report<'_>,
    ) -> Result<(), Exit> {
        self.around("<", &response.metadata, report);
        self.item(&response.message, first, report)?;
        self.around("< trailer", &response.trailers, report);
        Ok(())
    }

    /// One answer of many, told apart from the one before it.
    fn item(&self, answer: &Bytes, first: bool, report: &mut Report<'_>) -> Result<(), Exit> {
        let between = match self.plan.printer.output {
            Output::Table => "\n",
            Output::Text if self.plan.printer.query.is_none() => "---\n",
            _ => "",
        };
        if !first && !between.is_empty() && self.plan.envelope.is_none() {
            report.data(between)?;
        }
        if self.is_binary() {
            let mut framed = Vec::with_capacity(answer.len() + 5);
            encode_varint(answer.len() as u64, &mut framed);
            framed.extend_from_slice(answer);
            return report.bytes(&framed);
        }
        let message = self.decode(answer, report)?;
        self.print(&message, first, report)
    }

    /// The next answer of a stream, which may be silent for so long and no longer.
    async fn next(
        &self,
        answers: &mut Streaming<Bytes>,
        report: &mut Report<'_>,
    ) -> Result<Option<Bytes>, Stop> {
        let Some(limit) = self.plan.options.idle_timeout else {
            return Ok(wait::until(answers.message(), report).await??);
        };
        match wait::until(tokio::time::timeout(limit, answers.message()), report).await? {
            Ok(answer) => Ok(answer?),
            Err(_) => {
                let limit = humantime::format_duration(limit);
                let message = format!("no answer came for {limit}, which is the idle_timeout");
                Err(Error::new(Code::DeadlineExceeded, message).into())
            }
        }
    }

    /// One answer of many.
    fn print(
        &self,
        message: &DynamicMessage,
        first: bool,
        report: &mut Report<'_>,
    ) -> Result<(), Exit> {
        if let Some(envelope) = &self.plan.envelope {
            envelope.message(self.plan.printer.writer.write(message));
            return Ok(());
        }
        let text = self.text(message, first, report)?;
        report.data(&text)
    }

    /// An answer that is all there is.
    pub(crate) fn show(
        &self,
        message: &DynamicMessage,
        report: &mut Report<'_>,
    ) -> Result<(), Stop> {
        if self.is_binary() {
            return Ok(report.bytes(&message.encode())?);
        }
        if self.plan.envelope.is_some() {
            return Ok(self.print(message, true, report)?);
        }
        let text = self.text(message, true, report)?;
        Ok(report.whole(&text)?)
    }

    /// Whether answers are printed as they came.
    fn is_binary(&self) -> bool {
        let Plan { printer, envelope, .. } = self.plan;
        printer.output == Output::Binary && printer.query.is_none() && envelope.is_none()
    }

    fn decode(&self, bytes: &Bytes, report: &mut Report<'_>) -> Result<DynamicMessage, Exit> {
        self.plan.decode(self.plan.method.output, bytes, report)
    }

    fn text(
        &self,
        message: &DynamicMessage,
        first: bool,
        report: &mut Report<'_>,
    ) -> Result<String, Exit> {
        self.plan.printer.answer(message, first).map_err(|problem| failed(&problem, report))
    }

    fn around(&self, mark: &str, metadata: &Metadata, report: &mut Report<'_>) {
        if self.plan.options.verbose == 0 {
            return;
        }
        for (key, value) in metadata.iter() {
            let value = match value {
                _ if is_secret(key) => "***".to_owned(),
                Value::Ascii(text) => text,
                Value::Binary(bytes) => scalar::base64_text(&bytes),
            };
            report.say(&format!("{mark} {key}: {value}"));
        }
    }
}

impl Plan<'_> {
    /// Page after page, printed as one answer; as lines, each item as it comes. What has come is
    /// printed when a page fails or somebody interrupts.
    pub(crate) async fn pages(
        &self,
        channel: &Channel,
        first: Bytes,
        (limit, pages): (u64, Pages),
        report: &mut Report<'_>,
    ) -> Result<(), Stop> {
        let answers = Answers { plan: self };
        let mut request = self.decode(self.method.input, &first, report)?;
        let (mut bytes, mut all) = (first, Vec::new());
        let lines = self.printer.output == Output::Ndjson && self.envelope.is_none();
        let mut came = 0_usize;
        let mut left = usize::try_from(limit).unwrap_or(usize::MAX);
        loop {
            let answer = match self.unary(channel, self.method.path, bytes, report).await {
                Err(stop) => {
                    if !all.is_empty() {
                        let page = DynamicMessage::new(self.method.output);
                        answers.show(&pages.close(all, page), report)?;
                    }
                    if came > 0 && self.envelope.is_none() {
                        report.say(&format!("warning: {came} pages came, and the next one failed"));
                    }
                    return Err(stop);
                }
                Ok(answer) => answer,
            };
            came += 1;
            answers.around("<", &answer.metadata, report);
            let page = answers.decode(&answer.message, report)?;
            let next = pages.next(&mut request, &page);
            let (mut items, rest) = pages.open(page);
            items.truncate(left);
            left -= items.len();
            for _ in &items {
                report.count();
            }
            if lines {
                for item in items {
                    let page = pages.close(vec![item], DynamicMessage::new(rest.table()));
                    let text = self.printer.item(&page, pages.items);
                    let text = text.map_err(|problem| failed(&problem, report))?;
                    report.data(&text)?;
                }
            } else {
                all.extend(items);
            }
            match next.filter(|_| left > 0) {
                Some(next) => bytes = next,
                None if lines => return Ok(()),
                None => return answers.show(&pages.close(all, rest), report),
            }
        }
    }
}

fn failed(problem: &str, report: &mut Report<'_>) -> Exit {
    report.error(problem);
    Exit::Failed
}

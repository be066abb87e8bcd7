//! Dates in templates. There is no clock here: the moment is an answer, `_now`.

#![allow(clippy::needless_pass_by_value, reason = "minijinja hands filters what they take")]

use minijinja::value::{Rest, from_args};
use minijinja::{Environment, Error, State, Value};

use super::python::wrong;

/// The question that stands for the clock.
pub(in crate::template) const NOW: &str = "_now";

/// A day and a time of it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Moment {
    /// Seconds since the first of January 1970.
    seconds: i64,
}

pub(super) fn add_to(env: &mut Environment<'_>) {
    env.add_function("now", now);
    env.add_filter("strftime", strftime);
}

/// `{% now 'utc', '%Y' %}` and `{% now 'utc' + 'days=2' %}`, as [`super::tags`] writes them.
fn now(state: &mut State<'_, '_>, args: Rest<Value>) -> Result<String, Error> {
    let mut moment = answered(state)?;
    let (_zone, shift, offset, format): (Value, Option<Value>, Option<Value>, Option<Value>) = {
        // `now(zone, format)`, or `now(zone, sign, offset, format)`.
        let sign = args.get(1).and_then(|v| v.as_str()).is_some_and(|v| matches!(v, "+" | "-"));
        match sign {
            true => from_args(&args)?,
            false => {
                let (zone, format): (Value, Option<Value>) = from_args(&args)?;
                (zone, None, None, format)
            }
        }
    };
    if let (Some(sign), Some(offset)) = (shift, offset) {
        let sign = if sign.as_str() == Some("-") { -1.0 } else { 1.0 };
        moment = moment.shifted(sign, &offset.to_string())?;
    }
    let format = format.filter(|format| !format.is_none());
    moment.format(&format.map_or_else(|| "%Y-%m-%d".to_owned(), |format| format.to_string()))
}

/// `'%Y' | strftime`, and with seconds since 1970.
fn strftime(state: &mut State<'_, '_>, format: &str, second: Option<f64>) -> Result<String, Error> {
    let moment = match second {
        #[allow(clippy::cast_possible_truncation, reason = "a date has no parts of seconds")]
        Some(second) => Moment { seconds: second.floor() as i64 },
        None => answered(state)?,
    };
    moment.format(format)
}

fn answered(state: &State<'_, '_>) -> Result<Moment, Error> {
    let of = |name: &str| state.lookup(name)?.get_attr(NOW).ok();
    let answer = state.lookup(NOW).or_else(|| of("cookiecutter"));
    let answer = answer.filter(|value| value.as_str().is_some());
    let text = answer.ok_or_else(|| wrong(format!("a date needs the answer `{NOW}`")))?;
    Moment::parse(text.as_str().unwrap_or_default()).ok_or_else(|| {
        wrong(format!(
            "`{NOW}` is a date such as `2026-01-31` or `2026-01-31T12:00:00`, found `{text}`"
        ))
    })
}

impl Moment {
    /// `2026-01-31`, `2026-01-31T12:00`, `2026-01-31 12:00:59`; a zone behind it says nothing.
    fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.trim().split_at_checked(10)?;
        let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let mut seconds = days(year, month, day)? * 86_400;
        let time = time.trim_start_matches(['T', ' ']);
        let time = time.split(['Z', '+', '.']).next().unwrap_or_default();
        for (part, unit) in time.split(':').filter(|part| !part.is_empty()).zip([3600, 60, 1]) {
            seconds += part.parse::<i64>().ok().filter(|n| (0..60).contains(n))? * unit;
        }
        Some(Self { seconds })
    }

    /// `days=2,hours=1` later or earlier.
    fn shifted(self, sign: f64, offset: &str) -> Result<Self, Error> {
        let mut seconds = self.seconds;
        for part in offset.split(',') {
            let (unit, count) = part.split_once('=').unwrap_or((part, ""));
            let length = match unit.trim() {
                "seconds" => 1.0,
                "minutes" => 60.0,
                "hours" => 3600.0,
                "days" => 86_400.0,
                "weeks" => 604_800.0,
                other => return Err(wrong(format!("`{other}` shifts no date; use days or hours"))),
            };
            let count: f64 =
                count.trim().parse().map_err(|_| wrong(format!("`{part}` is no shift")))?;
            #[allow(clippy::cast_possible_truncation, reason = "bounded by what a date can be")]
            let shift = (sign * count * length).clamp(-1e11, 1e11) as i64;
            seconds += shift;
        }
        Ok(Self { seconds })
    }

    fn format(self, format: &str) -> Result<String, Error> {
        let (year, month, day) = date(self.seconds.div_euclid(86_400));
        let rest = self.seconds.rem_euclid(86_400);
        let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
        let weekday = (self.seconds.div_euclid(86_400) + 4).rem_euclid(7);
        let of_year = self.seconds.div_euclid(86_400) - days(year, 1, 1).unwrap_or_default() + 1;
        let name = |list: &str, at: i64| {
            list.split(' ').nth(usize::try_from(at).unwrap_or(0)).unwrap_or_default().to_owned()
        };
        let mut out = String::new();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                out.push(c);
                continue;
            }
            let letter = chars.next().unwrap_or('%');
            let (bare, letter) = match letter {
                '-' => (true, chars.next().unwrap_or('d')),
                letter => (false, letter),
            };
            let two = |n: i64| if bare { n.to_string() } else { format!("{n:02}") };
            out.push_str(&match letter {
                'Y' => format!("{year:04}"),
                'y' => two(year.rem_euclid(100)),
                'm' => two(month),
                'd' => two(day),
                'e' => format!("{day:2}"),
                'H' => two(hour),
                'I' => two((hour + 11) % 12 + 1),
                'M' => two(minute),
                'S' => two(second),
                'p' => if hour < 12 { "AM" } else { "PM" }.to_owned(),
                'B' => name(MONTHS, month - 1),
                'b' | 'h' => name(MONTHS, month - 1)[..3].to_owned(),
                'A' => name(DAYS, weekday),
                'a' => name(DAYS, weekday)[..3].to_owned(),
                'j' => {
                    if bare {
                        of_year.to_string()
                    } else {
                        format!("{of_year:03}")
                    }
                }
                'w' => weekday.to_string(),
                'u' => ((weekday + 6) % 7 + 1).to_string(),
                'F' => format!("{year:04}-{month:02}-{day:02}"),
                'T' => format!("{hour:02}:{minute:02}:{second:02}"),
                's' => self.seconds.to_string(),
                'f' => "000000".to_owned(),
                'Z' => "UTC".to_owned(),
                'z' => "+0000".to_owned(),
                'n' => "\n".to_owned(),
                't' => "\t".to_owned(),
                '%' => "%".to_owned(),
                other => {
                    return Err(wrong(format!(
                        "`%{other}` is no part of a date that is known here"
                    )));
                }
            });
        }
        Ok(out)
    }
}

const MONTHS: &str = "January February March April May June July August September October November \
                      December";
const DAYS: &str = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday";

/// Days since 1970 of a date of the Gregorian calendar, counted from the first of March.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    Some(year.div_euclid(400) * 146_097 + of_days - 719_468)
}

/// The date of a number of days since 1970.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.rem_euclid(146_097);
    let of_era = (era - era / 1460 + era / 36_524 - era / 146_096) / 365;
    let of_year = era - (365 * of_era + of_era / 4 - of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = days.div_euclid(146_097) * 400 + of_era + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn dates() {
        for (text, format, expected) in [
            ("2026-11-23", "%Y-%m-%d", "2026-11-23"),
            ("2024-02-29T23:05:09Z", "%a, %d %b %Y %H:%M:%S %p", "Thu, 29 Feb 2024 23:05:09 PM"),
            ("1999-12-31 00:30", "%-d.%-m.%y %I %j %A %%", "31.12.99 12 365 Friday %"),
        ] {
            let moment = Moment::parse(text).unwrap();
            assert_eq!(moment.format(format).unwrap(), expected);
        }
        let later = Moment::parse("2026-12-31").unwrap().shifted(1.0, "days=1,hours=2").unwrap();
        assert_eq!(later.format("%F %T").unwrap(), "2027-01-01 02:00:00");
        assert_eq!(Moment::parse("2026-13-01"), None);
        assert!(Moment::parse("2026-01-01").unwrap().format("%Q").is_err());
    }
}

//! Filters of texts: those of cargo-generate, and those of liquid that make a text longer, which pay
//! for it.

use std::fmt::{self, Display};

use heck::{
    ToKebabCase as _, ToLowerCamelCase as _, ToPascalCase as _, ToShoutyKebabCase as _,
    ToShoutySnakeCase as _, ToSnakeCase as _, ToTitleCase as _, ToUpperCamelCase as _,
};
use liquid_core::error::{Error, Result};
use liquid_core::model::{Value, ValueView};
use liquid_core::parser::{FilterArguments, ParameterReflection};
use liquid_core::{Expression, Filter, FilterReflection, ParseFilter, Runtime};
use liquid_lib::stdlib;

use super::fuel::spend;

/// A change of the case of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case(&'static str, fn(&str) -> String);

/// All of them.
pub(super) const CASES: [Case; 8] = [
    Case("kebab_case", str::to_kebab_case),
    Case("lower_camel_case", str::to_lower_camel_case),
    Case("pascal_case", str::to_pascal_case),
    Case("shouty_kebab_case", str::to_shouty_kebab_case),
    Case("shouty_snake_case", str::to_shouty_snake_case),
    Case("snake_case", str::to_snake_case),
    Case("title_case", str::to_title_case),
    Case("upper_camel_case", str::to_upper_camel_case),
];

impl Case {
    /// What it is called, and what it does.
    pub(super) fn parts(self) -> (&'static str, fn(&str) -> String) {
        (self.0, self.1)
    }
}

impl FilterReflection for Case {
    fn name(&self) -> &str {
        self.0
    }

    fn description(&self) -> &'static str {
        "changes the case of a text"
    }

    fn positional_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }

    fn keyword_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }
}

impl ParseFilter for Case {
    fn parse(&self, mut arguments: FilterArguments<'_>) -> Result<Box<dyn Filter>> {
        match arguments.positional.next() {
            Some(_) => Err(Error::with_msg(format!("`{}` takes no arguments", self.0))),
            None => Ok(Box::new(*self)),
        }
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self
    }
}

impl Filter for Case {
    fn evaluate(&self, input: &dyn ValueView, _: &dyn Runtime) -> Result<Value> {
        let text = input.as_scalar().ok_or_else(|| Error::with_msg("expected a text"))?;
        let text = text.into_string();
        spend(text.len())?;
        Ok(Value::scalar((self.1)(&text)))
    }
}

impl Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// How long what comes out may be, by the sizes of what goes in.
type Most = fn(usize, usize) -> usize;

/// A filter that pays for what it makes.
#[derive(Clone)]
pub(super) struct Paid(Box<dyn ParseFilter>, Most);

/// The filters that make more of what they get.
pub(super) fn paid() -> Vec<Paid> {
    let sum: Most = |input, arguments| input.saturating_add(arguments);
    let product: Most = |input, arguments| (input + 1).saturating_mul(arguments + 1);
    vec![
        Paid(Box::new(stdlib::Append), sum),
        Paid(Box::new(stdlib::Prepend), sum),
        Paid(Box::new(stdlib::ReplaceFirst), sum),
        Paid(Box::new(stdlib::Concat), |input, arguments| 64 * (input + arguments)),
        Paid(Box::new(stdlib::Split), |input, _| input.saturating_mul(64)),
        Paid(Box::new(stdlib::Replace), product),
        Paid(Box::new(stdlib::Join), product),
        Paid(Box::new(stdlib::Uniq), |input, _| input.saturating_mul(input)),
    ]
}

impl ParseFilter for Paid {
    fn parse(&self, arguments: FilterArguments<'_>) -> Result<Box<dyn Filter>> {
        let given: Vec<Expression> = arguments.positional.collect();
        let positional = Box::new(given.clone().into_iter());
        let inner = self.0.parse(FilterArguments { positional, keyword: arguments.keyword })?;
        Ok(Box::new(Pays { inner, given, most: self.1 }))
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self.0.reflection()
    }
}

#[derive(Debug)]
struct Pays {
    inner: Box<dyn Filter>,
    given: Vec<Expression>,
    most: Most,
}

impl Filter for Pays {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        let mut arguments = 0;
        for expression in &self.given {
            arguments += size(expression.evaluate(runtime)?.as_view());
        }
        spend((self.most)(size(input), arguments))?;
        self.inner.evaluate(input, runtime)
    }
}

impl Display for Pays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// How large a value is, about.
pub(super) fn size(value: &dyn ValueView) -> usize {
    if let Some(array) = value.as_array() {
        return array.values().map(|item| 1 + size(item)).sum();
    }
    if let Some(object) = value.as_object() {
        return object.values().map(|item| 1 + size(item)).sum();
    }
    value.as_scalar().map_or(0, |scalar| scalar.into_string().len())
}

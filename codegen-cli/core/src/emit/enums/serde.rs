//! A value in serde's formats, as its text, its number or either: `Serialize` and `Deserialize`.
//!
//! Nothing here needs serde at run time but the paths that the impls name.

use super::code::{Code, code, word};
use super::{Target, caught, number, parse, show, text};
use crate::model::name::unraw;
use crate::model::{Part, SerdeAs};

/// How a value becomes what is written and back; made for closed and for open enums.
pub(super) struct Ways {
    /// Writes `self` as text with `__serializer`.
    pub(super) write_text: Code,
    /// `self` as a number.
    pub(super) number: Code,
    /// The value of `__text`, or an error that can be shown.
    pub(super) from_text: Code,
    /// The value of `__repr`, or an error that can be shown.
    pub(super) from_number: Code,
    /// Whether `self` is written as a number where either will do, as it has no name.
    pub(super) unnamed: Option<Code>,
}

pub(super) fn inherent(_: &Target<'_>) -> Code {
    Code::new()
}

pub(super) fn impls(target: &Target<'_>) -> Code {
    if !target.has(Part::Serialize) && !target.has(Part::Deserialize) {
        return Code::new();
    }
    let (serde, item) = (target.serde(), target.item());
    let (write_text, from_text) = if show::plain(target) {
        let text = text::as_str(target, &code!(*self));
        let write = code!([serde, text] #serde::Serializer::serialize_str(__serializer, #text));
        (write, parse::found(target))
    } else {
        let write = code!([serde] #serde::Serializer::collect_str(__serializer, self));
        (write, code!([item] <#item as ::core::str::FromStr>::from_str(__text)))
    };
    let mut ways = Ways {
        write_text,
        number: Code::new(),
        from_text,
        from_number: Code::new(),
        unnamed: None,
    };
    if let Some(pattern) = caught::pattern(target) {
        let found = code!([item] ::core::result::Result::<#item, ::core::convert::Infallible>::Ok);
        ways.number = caught::number(target, &code!(*self));
        ways.from_number = code!([found] #found(__numbered(__repr)));
        ways.unnamed = Some(code!([pattern] ::core::matches!(*self, #pattern)));
    } else if target.model.serde_as != SerdeAs::Text {
        ways.number = number::of(target, &code!(*self));
        if number::as_function(target) {
            ways.from_number = number::found(target);
        }
    }
    both(target, &ways)
}

/// The integer that numbers are written as.
fn integer(target: &Target<'_>) -> String {
    let stated = || target.model.repr.clone();
    caught::integer(target).or_else(stated).unwrap_or_else(|| "isize".to_owned())
}

fn repr(target: &Target<'_>) -> Code {
    let integer = word(&integer(target));
    code!([integer] ::core::primitive::#integer)
}

/// The impls that are asked for.
pub(super) fn both(target: &Target<'_>, ways: &Ways) -> Code {
    let mut impls = Code::new();
    if target.has(Part::Serialize) {
        impls.extend(serialize(target, ways));
    }
    if target.has(Part::Deserialize) {
        impls.extend(deserialize(target, ways));
    }
    impls
}

fn serialize(target: &Target<'_>, ways: &Ways) -> Code {
    let (serde, repr) = (target.serde(), repr(target));
    let Ways { write_text, number, unnamed, .. } = ways;
    let named = unnamed.as_ref().map(|unnamed| code!([unnamed] && !#unnamed));
    let write_number = code! { [repr, serde, number]
        <#repr as #serde::Serialize>::serialize(&#number, __serializer)
    };
    let body = match target.model.serde_as {
        _ if target.sound && target.model.variants.is_empty() => code!(match *self {}),
        SerdeAs::Text => write_text.clone(),
        SerdeAs::Number => write_number,
        SerdeAs::Either => code! { [serde, named, write_text, write_number]
            if #serde::Serializer::is_human_readable(&__serializer) #named {
                #write_text
            } else {
                #write_number
            }
        },
    };
    target.implement(
        &code!([serde] #serde::Serialize),
        &code! { [serde, body]
            fn serialize<__S: #serde::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #body
            }
        },
    )
}

fn deserialize(target: &Target<'_>, ways: &Ways) -> Code {
    let serde = target.serde();
    let text = code!([serde] #serde::Deserializer::deserialize_str(__deserializer, __Visitor));
    let wanted = match &*integer(target) {
        "isize" => "i64".to_owned(),
        "usize" => "u64".to_owned(),
        sized => sized.to_owned(),
    };
    let wanted = word(&format!("deserialize_{wanted}"));
    let number = code!([serde, wanted] #serde::Deserializer::#wanted(__deserializer, __Visitor));
    let body = match target.model.serde_as {
        SerdeAs::Text => text,
        SerdeAs::Number => number,
        SerdeAs::Either => code! { [serde, serde, number]
            if #serde::Deserializer::is_human_readable(&__deserializer) {
                #serde::Deserializer::deserialize_any(__deserializer, __Visitor)
            } else {
                #number
            }
        },
    };
    let (item, visitor) = (target.item(), visitor(target, ways));
    code! { [serde, item, serde, visitor, body]
        #[automatically_derived]
        impl<'__de> #serde::Deserialize<'__de> for #item {
            fn deserialize<__D: #serde::Deserializer<'__de>>(
                __deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #visitor
                #body
            }
        }
    }
}

/// A result of ours as one of serde's.
fn result(target: &Target<'_>, found: &Code) -> Code {
    let serde = target.serde();
    code! { [found, serde]
        match #found {
            ::core::result::Result::Ok(__value) => ::core::result::Result::Ok(__value),
            ::core::result::Result::Err(__error) => {
                ::core::result::Result::Err(#serde::de::Error::custom(__error))
            }
        }
    }
}

/// What takes text as it comes, borrowed or owned, and numbers of any width.
fn visitor(target: &Target<'_>, ways: &Ways) -> Code {
    let (serde, item) = (target.serde(), target.item());
    let type_name = unraw(&target.model.name);
    let expected = match target.model.serde_as {
        SerdeAs::Text => format!("the name of a {type_name}"),
        SerdeAs::Number => format!("the number of a {type_name}"),
        SerdeAs::Either => format!("the name or the number of a {type_name}"),
    };
    let mut visits = Code::new();
    if target.model.serde_as != SerdeAs::Number {
        let from_text = result(target, &ways.from_text);
        visits.extend(code! { [serde, item, from_text]
            fn visit_str<__E: #serde::de::Error>(
                self,
                __text: &::core::primitive::str,
            ) -> ::core::result::Result<#item, __E> {
                #from_text
            }
        });
    }
    if target.model.serde_as != SerdeAs::Text {
        visits.extend(visit_numbers(target, ways));
    }
    code! { [serde, item, expected, visits]
        struct __Visitor;

        impl<'__de> #serde::de::Visitor<'__de> for __Visitor {
            type Value = #item;

            fn expecting(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __f.write_str(#expected)
            }

            #visits
        }
    }
}

fn visit_numbers(target: &Target<'_>, ways: &Ways) -> Code {
    let (serde, item, repr) = (target.serde(), target.item(), repr(target));
    let from_number = result(target, &ways.from_number);
    let visit = |function: Code, number: Code, unexpected: Code| {
        code! { [function, serde, number, item, repr, number, from_number, serde, unexpected]
            fn #function<__E: #serde::de::Error>(
                self,
                __number: #number,
            ) -> ::core::result::Result<#item, __E> {
                match <#repr as ::core::convert::TryFrom<#number>>::try_from(__number) {
                    ::core::result::Result::Ok(__repr) => #from_number,
                    ::core::result::Result::Err(_) => ::core::result::Result::Err(
                        #serde::de::Error::invalid_value(#unexpected, &self),
                    ),
                }
            }
        }
    };
    let mut visits = visit(
        code!(visit_i64),
        code!(::core::primitive::i64),
        code!([serde] #serde::de::Unexpected::Signed(__number)),
    );
    visits.extend(visit(
        code!(visit_u64),
        code!(::core::primitive::u64),
        code!([serde] #serde::de::Unexpected::Unsigned(__number)),
    ));
    if integer(target).ends_with("128") {
        let unexpected = code!([serde] #serde::de::Unexpected::Other("a number out of range"));
        let signed = code!(::core::primitive::i128);
        visits.extend(visit(code!(visit_i128), signed, unexpected.clone()));
        let unsigned = code!(::core::primitive::u128);
        visits.extend(visit(code!(visit_u128), unsigned, unexpected));
    }
    visits
}

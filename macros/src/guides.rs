//! The pages beside the reference, so that their examples are tested.

#[doc = include_str!("../README.md")]
struct Readme;

#[doc = include_str!("../docs/derives.md")]
struct Derives;

#[doc = include_str!("../docs/data.md")]
struct Data;

#[doc = include_str!("../docs/from-strum.md")]
struct FromStrum;

#[doc = include_str!("../docs/from-derive-more.md")]
struct FromDeriveMore;

#[doc = include_str!("../docs/from-num-enum.md")]
struct FromNumEnum;

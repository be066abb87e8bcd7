//! Sets of flags.

use std::collections::HashSet;

use typewright::{Flags, Stringer};

#[derive(Stringer, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[stringer(rename_all = "lowercase", also(Flags))]
#[repr(u8)]
enum Right {
    Read = 1,
    #[stringer(alias = "w")]
    Write = 1 << 1,
    ReadWrite = 3,
    Run = 4,
    r#Type = 0x10,
}

#[test]
fn sets_are_numbers() {
    const BOTH: RightFlags = RightFlags::Read.union(RightFlags::Write);
    const _: () = assert!(BOTH.contains(RightFlags::Read) && !BOTH.is_all());
    assert_eq!((BOTH, BOTH.bits(), u8::from(BOTH)), (RightFlags::ReadWrite, 3, 3));
    assert_eq!((RightFlags::ALL.bits(), RightFlags::EMPTY), (0x17, RightFlags::default()));
    assert_eq!(RightFlags::from_bits(7), Some(BOTH | Right::Run));
    assert_eq!(
        (RightFlags::from_bits(8), RightFlags::from_bits_truncate(9)),
        (None, Right::Read.into())
    );
    let retained = RightFlags::from_bits_retain(0x49);
    assert_eq!((retained.bits(), retained.unnamed().bits()), (0x49, 0x48));
    assert_eq!(
        format!("{retained:#b} {retained:x} {retained:#X} {retained:o}"),
        "0b1001001 49 0x49 111"
    );
    assert_eq!(size_of::<RightFlags>(), 1);
    assert!(matches!(retained & Right::Read, RightFlags::Read));
}

#[test]
fn sets_have_the_operators_of_bits() {
    let mut set = Right::Read | Right::Run;
    assert_eq!(
        (set | Right::Write, set & Right::ReadWrite),
        (RightFlags::from_bits_retain(7), Right::Read.into())
    );
    assert_eq!(
        (set - Right::Read, set ^ Right::ReadWrite),
        (Right::Run.into(), Right::Write | Right::Run)
    );
    assert_eq!(!set, Right::Write | RightFlags::r#Type);
    assert!(set.intersects(Right::ReadWrite.into()) && !set.contains(RightFlags::ReadWrite));
    set.insert(RightFlags::Write);
    set.remove(RightFlags::Read);
    set.toggle(RightFlags::ReadWrite);
    set.set(RightFlags::Run, false);
    set.set(RightFlags::Type, true);
    assert_eq!(set, Right::Read | Right::r#Type);
    set |= Right::Write;
    set &= RightFlags::ReadWrite;
    set ^= Right::Run;
    set -= Right::Run;
    assert!(set == Right::ReadWrite.into() && !set.is_empty());
    set.extend([Right::Run]);
    assert_eq!(set, [Right::Run, Right::Write, Right::Read].into_iter().collect());
    assert_eq!([set].into_iter().collect::<HashSet<_>>().len(), 1);
}

#[test]
fn flags_come_one_after_the_other() {
    let flags = |bits: u8| RightFlags::from_bits_retain(bits).iter().collect::<Vec<_>>();
    assert_eq!(flags(7), [Right::Read, Right::Write, Right::Run]);
    assert_eq!((flags(0x80), flags(0x92)), (vec![], vec![Right::Write, Right::r#Type]));
    assert_eq!(format!("{:?}", RightFlags::ReadWrite.iter()), "{Read, Write}");
    let mut count = 0;
    for flag in RightFlags::ALL {
        count += usize::from(RightFlags::ALL.contains(flag.into()));
    }
    assert_eq!(count, 4);
}

#[test]
fn sets_print_and_parse() {
    let shown = |bits: u8| RightFlags::from_bits_retain(bits).to_string();
    assert_eq!([0, 1, 3, 6].map(shown), ["0x0", "read", "readwrite", "write|run"]);
    assert_eq!([0x40, 0x43, 0x17].map(shown), ["0x40", "read|write|0x40", "read|write|run|type"]);
    assert_eq!(format!("{:?}", Right::Read | Right::Run), "RightFlags(read|run)");
    let wide = format!("[{:>10}] [{:^7}]", Right::Read | Right::Run, RightFlags::Run);
    assert_eq!(wide, "[  read|run] [  run  ]");
    let parsed = |text: &str| text.parse::<RightFlags>().map(RightFlags::bits);
    for (text, bits) in [
        ("read | w", 3),
        ("readwrite|run|0x40", 0x47),
        ("0b1000|0o20|4", 0x1c),
        ("", 0),
        (" ", 0),
        ("0xfF", 255),
        ("run|run", 4),
    ] {
        assert_eq!(parsed(text), Ok(bits), "{text}");
    }
    for (text, piece) in [
        ("read|wrte", "wrte"),
        ("read|", ""),
        ("0x100", "0x100"),
        ("0x+1", "0x+1"),
        ("-1", "-1"),
        ("0x", "0x"),
    ] {
        assert_eq!(parsed(text).map_err(|error| error.input().to_owned()), Err(piece.to_owned()));
    }
    assert_eq!(parsed("read|wrte").unwrap_err().nearest(), Some("write"));
    for bits in 0..=u8::MAX {
        assert_eq!(parsed(&shown(bits)), Ok(bits));
    }
}

mod inner {
    /// Which days.
    #[derive(typewright::Flags, Clone, Copy, Debug, PartialEq)]
    #[stringer(ignore_case, flags(
        name = Days,
        derive(Clone, ::core::marker::Copy),
        doc = "Some days.",
        must_use,
    ))]
    #[allow(dead_code)]
    pub(super) enum Day {
        Mon,
        Tue,
        Wed,
    }
}

#[test]
fn flags_without_numbers_are_bits_in_their_order() {
    use inner::{Day, Days};
    let set: Days = Day::Mon | Day::Wed;
    assert_eq!((set.bits(), set.to_string()), (5_u32, "Mon|Wed".to_owned()));
    assert_eq!("TUE|mon".parse(), Ok(Day::Mon | Day::Tue));
    assert_eq!(Days::from_bits_retain(1 << 31).to_string(), "0x80000000");
}

#[test]
fn no_flag_may_have_a_name() {
    #[derive(Stringer, Clone, Copy, Debug, PartialEq)]
    #[stringer(also(Flags))]
    #[repr(u128)]
    #[allow(clippy::upper_case_acronyms)]
    enum Mask {
        Nothing = 0,
        Top = 1 << 127,
        ALL = 2,
    }
    let all = MaskFlags::EMPTY | Mask::Top | Mask::ALL;
    assert_eq!(
        (MaskFlags::EMPTY.to_string(), all.to_string()),
        ("Nothing".into(), "Top|ALL".into())
    );
    assert_eq!("Nothing|Top|0x2".parse(), Ok(all));
    assert!(all.is_all() && all.iter().eq([Mask::Top, Mask::ALL]) && Mask::COUNT == 3);

    #[derive(Flags)]
    enum Never {}
    assert!(NeverFlags::ALL.is_empty() && NeverFlags::from_bits_retain(1).iter().next().is_none());
    assert_eq!(NeverFlags::from_bits_retain(0x40).to_string(), "0x40");
}

/// Random numbers against sets of places.
#[test]
fn wide_sets_parse_back() {
    #[derive(Flags, Clone, Copy, Debug, PartialEq)]
    #[repr(u64)]
    enum Bit {
        A = 1 << 3,
        B = 1 << 40,
        C = 1 << 63,
        AB = 1 << 3 | 1 << 40,
    }
    let mut bits = 1_u64;
    for _ in 0..1000 {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let set = BitFlags::from_bits_retain(bits);
        assert_eq!(set.to_string().parse(), Ok(set));
        let named = set.iter().fold(BitFlags::EMPTY, |all, one| all | one);
        assert_eq!((named | set.unnamed(), named), (set, BitFlags::from_bits_truncate(bits)));
    }
}

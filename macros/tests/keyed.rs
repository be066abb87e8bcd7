//! Tables, maps and sets that are keyed by an enum, against those of the standard library.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};

use typewright::{EnumMap, EnumSet, EnumTable, FromStr, MapKey, SetKey, Stringer, TableKey};

#[derive(EnumTable, EnumMap, EnumSet, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Colour {
    Red = 7,
    Green = -1,
    Blue,
}

use Colour::{Blue, Green, Red};

#[test]
fn tables_have_a_value_for_each_key() {
    const SHORT: EnumTable<Colour, char> = EnumTable::from_array(['r', 'g', 'b']);
    const _: () = assert!(matches!(SHORT.as_array(), ['r', ..]));
    let mut table: EnumTable<Colour, String> = EnumTable::from_fn(|key| SHORT[key].to_string());
    assert_eq!((&*table[Red], &*table[Blue]), ("r", "b"));
    table[Green].push('!');
    table[Blue] += "?";
    *table.get_mut(&Red) = "R".to_owned();
    assert_eq!(table.get(&Green), "g!");
    assert_eq!(format!("{table:?}"), r#"{Red: "R", Green: "g!", Blue: "b?"}"#);
    assert!(table.iter().rev().map(|(key, _)| key).eq([Blue, Green, Red]));
    assert_eq!((table.iter().len(), table.values().len()), (3, 3));
    for (key, value) in &mut table {
        value.insert_str(0, SHORT.as_slice()[key.place_of()..].iter().collect::<String>().as_str());
    }
    table.values_mut().for_each(String::shrink_to_fit);
    let lengths = table.clone().map(|value| value.len());
    assert_eq!(lengths, [4, 4, 3].into());
    assert!(lengths > EnumTable::default() && lengths.as_slice() == [4, 4, 3]);
    assert_eq!(table.into_iter().map(|(_, value)| value).collect::<String>(), "rgbRgbg!bb?");
    let copied = lengths;
    assert_eq!((copied, copied.into_array()), (lengths, [4, 4, 3]));
    assert_eq!(size_of::<EnumTable<Colour, u8>>(), 3);
}

/// A function of the enum may have the name of one of the traits.
impl Colour {
    fn place_of(self) -> usize {
        TableKey::place(&self)
    }
}

#[test]
fn maps_have_a_value_for_some_keys() {
    static EMPTY: EnumMap<Colour, String> = EnumMap::new();
    assert!(EMPTY.is_empty() && EMPTY == EnumMap::default());
    let mut map: EnumMap<Colour, String> = [(Blue, "b".to_owned()), (Red, "r".to_owned())].into();
    assert_eq!(map.insert(Blue, "B".to_owned()).as_deref(), Some("b"));
    assert_eq!((map.len(), map[&Blue].as_str(), map.get(&Green)), (2, "B", None));
    map[&Red] += "!";
    map.get_mut(&Blue).unwrap().push('?');
    assert_eq!(format!("{map:?}"), r#"{Red: "r!", Blue: "B?"}"#);
    assert!(map.iter().rev().eq([(Blue, &"B?".to_owned()), (Red, &"r!".to_owned())]));
    assert!(map.keys().eq([Red, Blue]) && map.keys().len() == 2);
    assert!(map.values().rev().eq(["B?", "r!"]));
    assert_eq!(map.get_or_insert_with(Green, || "g".to_owned()), "g");
    assert_eq!(map.get_or_insert_with(Green, || unreachable!()), "g");
    map.retain(|key, value| {
        value.push('.');
        *key != Red
    });
    assert_eq!((map.len(), map.contains_key(&Red), map.remove(&Red)), (2, false, None));
    let same: EnumMap<Colour, String> = map.clone().into_iter().rev().collect();
    let hash = RandomState::new();
    assert_eq!((&same, hash.hash_one(&same)), (&map, hash.hash_one(&map)));
    map.values_mut().for_each(String::clear);
    assert_ne!(map, same);
    assert_eq!((map.remove(&Blue), map.len()), (Some(String::new()), 1));
    map.clear();
    assert_eq!(map, EMPTY);
    let copied: EnumMap<Colour, u8> = [(Red, 1)].into();
    assert_eq!((copied, copied), (copied, [(Red, 1)].into_iter().collect()));
}

#[test]
#[should_panic(expected = "no entry found for key")]
fn a_key_without_a_value_has_no_index() {
    let _ = EnumMap::<Colour, u8>::new()[&Red];
}

#[test]
fn sets_hold_some_values() {
    const WARM: EnumSet<Colour> = Colour::set_of(&[Red, Green, Red]);
    let mut set = EnumSet::from([Blue]);
    assert!(set.insert(Red) && !set.insert(Red) && set.contains(&Red));
    assert_eq!((set | WARM, set & WARM, set - WARM), (EnumSet::ALL, Red.into(), Blue.into()));
    assert_eq!((set ^ WARM, !set, set | Green), ([Green, Blue].into(), Green.into(), EnumSet::ALL));
    assert!(set.is_superset(&Red.into()) && !set.is_subset(&WARM) && (!set).is_disjoint(&set));
    set -= Red;
    set |= WARM;
    set &= WARM;
    set ^= EnumSet::ALL;
    assert_eq!((set.len(), set.first(), set.last()), (1, Some(Blue), Some(Blue)));
    set.extend([Green, Red]);
    assert!(set.is_all() && set.iter().rev().eq([Blue, Green, Red]) && set.iter().len() == 3);
    set.retain(|value| *value != Green);
    assert_eq!(format!("{set:?} {:?}", set.iter()), "{Red, Blue} {Red, Blue}");
    assert!(set.remove(&Red) && !set.remove(&Red) && !set.is_empty());
    set.clear();
    assert_eq!((set, EnumSet::<Colour>::new().first()), (EnumSet::EMPTY, None));
}

/// Every operation of two sets agrees with that of `BTreeSet`.
fn agrees<K: SetKey + Ord + Copy + std::fmt::Debug>(all: &[K], picks: [u64; 2]) {
    let pick = |mut seed: u64| {
        let mut next = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            seed >> 63 != 0
        };
        all.iter().copied().filter(|_| next()).collect::<BTreeSet<K>>()
    };
    let (one, two) = (pick(picks[0]), pick(picks[1]));
    let of = |set: &BTreeSet<K>| set.iter().copied().collect::<EnumSet<K>>();
    let (a, b) = (of(&one), of(&two));
    assert!(a.iter().eq(one.iter().copied()) && a.iter().rev().eq(one.iter().rev().copied()));
    assert_eq!((a.len(), a.last()), (one.len(), one.last().copied()));
    let back = |set: EnumSet<K>| set.into_iter().collect::<BTreeSet<K>>();
    assert_eq!(back(a | b), &one | &two);
    assert_eq!(back(a & b), &one & &two);
    assert_eq!(back(a - b), &one - &two);
    assert_eq!(back(a ^ b), &one ^ &two);
    assert_eq!(back(!a), &all.iter().copied().collect::<BTreeSet<K>>() - &one);
    assert_eq!((a.is_subset(&b), a.is_disjoint(&b)), (one.is_subset(&two), one.is_disjoint(&two)));
    assert!(a == of(&one) && (a == b) == (one == two));
}

macro_rules! sized {
    ($($test:ident $size:literal: $($value:ident)*;)*) => {$(
        #[test]
        fn $test() {
            #[derive(Stringer, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
            #[stringer(also(EnumSet, EnumMap, EnumTable, VariantArray))]
            enum Many { $($value),* }

            assert_eq!(size_of::<EnumSet<Many>>(), $size);
            for seed in 0..50 {
                agrees(Many::VARIANTS, [seed, seed * 31 + 7]);
            }
            let map: EnumMap<Many, Many> = Many::iter().map(|value| (value, value)).collect();
            assert!(map.iter().all(|(key, value)| key == *value) && map.len() == Many::COUNT);
            let all: BTreeMap<Many, Many> = map.into_iter().collect();
            assert_eq!(all.len(), Many::COUNT);
            assert_eq!(EnumTable::<Many, u8>::default().values().len(), Many::COUNT);
            assert_eq!(EnumSet::<Many>::ALL.to_string().parse(), Ok(EnumSet::<Many>::ALL));
            assert_eq!(Many::set_of(Many::VARIANTS), EnumSet::ALL);
        }
    )*};
}

sized! {
    one_value_takes_a_byte 1: A;
    eight_values_take_a_byte 1: A B C D E F G H;
    nine_values_take_two_bytes 2: A B C D E F G H I;
    seventeen_values_take_four_bytes 4: A B C D E F G H I J K L M N O P Q;
    thirty_three_values_take_eight_bytes 8: A B C D E F G H I J K L M N O P Q R S T U V W X Y Z
        A1 B1 C1 D1 E1 F1 G1;
    sixty_five_values_take_sixteen_bytes 16: A B C D E F G H I J K L M N O P Q R S T U V W X Y Z
        A1 B1 C1 D1 E1 F1 G1 H1 I1 J1 K1 L1 M1 N1 O1 P1 Q1 R1 S1 T1 U1 V1 W1 X1 Y1 Z1
        A2 B2 C2 D2 E2 F2 G2 H2 I2 J2 K2 L2 M2;
    more_values_take_words 24: A B C D E F G H I J K L M N O P Q R S T U V W X Y Z
        A1 B1 C1 D1 E1 F1 G1 H1 I1 J1 K1 L1 M1 N1 O1 P1 Q1 R1 S1 T1 U1 V1 W1 X1 Y1 Z1
        A2 B2 C2 D2 E2 F2 G2 H2 I2 J2 K2 L2 M2 N2 O2 P2 Q2 R2 S2 T2 U2 V2 W2 X2 Y2 Z2
        A3 B3 C3 D3 E3 F3 G3 H3 I3 J3 K3 L3 M3 N3 O3 P3 Q3 R3 S3 T3 U3 V3 W3 X3 Y3 Z3
        A4 B4 C4 D4 E4 F4 G4 H4 I4 J4 K4 L4 M4 N4 O4 P4 Q4 R4 S4 T4 U4 V4 W4 X4 Y4 Z4;
}

#[test]
fn sets_print_and_parse() {
    #[derive(Stringer, Clone, Copy, Debug, PartialEq)]
    #[stringer(rename_all = "lowercase", ignore_case, also(EnumSet))]
    enum Day {
        Fri,
        #[stringer(alias = "saturday")]
        Sat,
        Sun,
    }
    let weekend = EnumSet::from([Day::Sun, Day::Sat]);
    assert_eq!(weekend.to_string(), "sat|sun");
    assert_eq!(
        format!("[{weekend:^11}] [{weekend:>8}] [{weekend:-<9}]"),
        "[  sat|sun  ] [ sat|sun] [sat|sun--]"
    );
    assert_eq!(" SUN |Saturday|sun".parse(), Ok(weekend));
    assert_eq!(
        (EnumSet::<Day>::EMPTY.to_string().as_str(), " ".parse()),
        ("", Ok(EnumSet::<Day>::EMPTY))
    );
    let error = "fri|son".parse::<EnumSet<Day>>().unwrap_err();
    assert_eq!((error.input(), error.nearest()), ("son", Some("sun")));
    assert_eq!("fri|".parse::<EnumSet<Day>>().unwrap_err().input(), "");
}

#[test]
fn an_enum_without_values_has_collections_too() {
    #[derive(EnumTable, EnumMap, EnumSet, FromStr, Clone, Copy, Debug, PartialEq)]
    enum Never {}
    const NONE: EnumSet<Never> = Never::set_of(&[]);
    assert_eq!((NONE, NONE.len(), NONE.is_all()), (EnumSet::ALL, 0, true));
    assert!(EnumTable::<Never, u8>::from_array([]).iter().next().is_none());
    assert_eq!(EnumMap::<Never, u8>::new().len(), 0);
}

fn generic<K: TableKey + MapKey + SetKey>(values: &[K]) -> (usize, usize, usize) {
    let table = EnumTable::<K, usize>::default();
    (table.values().len(), EnumMap::<K, u8>::new().len(), EnumSet::<K>::ALL.len() - values.len())
}

#[test]
fn collections_may_be_generic() {
    assert_eq!(generic(&[Red]), (3, 0, 2));
}

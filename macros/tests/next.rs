//! The values beside a value.

use typewright::{EnumIter, EnumNext, Stringer};

#[derive(EnumNext, EnumIter, Clone, Copy, Debug, PartialEq)]
enum Light {
    Green = 5,
    Yellow = 1,
    Red,
}

#[test]
fn values_have_neighbours() {
    use Light::{Green, Red, Yellow};
    const AFTER: Option<Light> = Green.next();
    const BEFORE: Light = Green.wrapping_previous();
    assert_eq!((Light::MIN, Light::MAX, AFTER, BEFORE), (Green, Red, Some(Yellow), Red));
    assert_eq!(
        Light::iter().map(|v| v.next()).collect::<Vec<_>>(),
        [Some(Yellow), Some(Red), None]
    );
    let before: Vec<_> = Light::iter().map(|v| v.previous()).collect();
    assert_eq!(before, [None, Some(Green), Some(Yellow)]);
    assert!(Light::iter().map(|v| v.wrapping_next()).eq([Yellow, Red, Green]));
    assert!(Light::iter().map(|v| v.wrapping_previous()).eq([Red, Green, Yellow]));
    assert!(Yellow.iter_from().eq([Yellow, Red]) && Yellow.iter_from().rev().eq([Red, Yellow]));
    assert!(Yellow.iter_to().rev().eq([Yellow, Green]) && Green.iter_to().eq([Green]));
    assert_eq!((Green.iter_from().len(), Green.iter_from().nth(2)), (3, Some(Red)));
    assert_eq!(format!("{:?}", Yellow.iter_from()), "[Yellow, Red]");
}

#[test]
fn neighbours_are_there_for_generic_code() {
    fn walk<E: EnumNext + PartialEq>(start: &E) -> usize {
        let (mut value, mut steps) = (start.wrapping_next(), 1);
        while value != *start {
            assert!(
                value.previous().is_none() || value.previous() == Some(value.wrapping_previous())
            );
            (value, steps) = (value.wrapping_next(), steps + 1);
        }
        steps + usize::from(start.next().is_some()) + start.iter_to().len()
    }
    assert_eq!(walk(&Light::Yellow), 6);
}

#[test]
fn one_value_or_none() {
    #[derive(Stringer, Clone, Copy, Debug, PartialEq)]
    #[stringer(also(EnumNext), item(wrapping_next(name = "cycle"), MAX(vis = "pub(crate)")))]
    #[allow(clippy::upper_case_acronyms)]
    enum One {
        MIN,
    }
    assert_eq!((One::MAX, One::MIN.next(), One::MIN.cycle()), (One::MIN, None, One::MIN));

    #[derive(EnumNext, Clone, Copy)]
    enum Never {}
    fn unreachable(never: Never) -> Option<Never> {
        never.next()
    }
    assert_eq!(size_of_val(&unreachable), 0);
}

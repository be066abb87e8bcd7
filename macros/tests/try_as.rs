//! What a variant holds, tried and unwrapped.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Once;

use typewright::{EnumTryAs, EnumUnwrap, Stringer};

#[derive(EnumTryAs, EnumUnwrap, Clone, Debug, PartialEq)]
#[allow(unpredictable_function_pointer_comparisons)]
enum Shape<'a, T: Clone, const N: usize>
where
    T: PartialEq,
{
    Circle(f32),
    Label(Cow<'a, str>, T),
    Path { r#type: [u8; N], closed: bool },
    Boxed(Box<Self>),
    Nothing,
    Empty(),
    None {},
    r#Fn(fn(&str) -> usize),
}

type Plain = Shape<'static, u8, 2>;

#[test]
fn fields_are_taken_seen_and_changed() {
    const RADIUS: Option<&f32> = Plain::Circle(2.0).try_as_circle_ref();
    assert_eq!(RADIUS, Some(&2.0));
    let mut label = Plain::Label("a".into(), 1);
    assert_eq!(label.try_as_label_ref(), Some((&Cow::Borrowed("a"), &1)));
    if let Some((text, count)) = label.try_as_label_mut() {
        text.to_mut().push('b');
        *count += 1;
    }
    assert_eq!(label.try_as_circle_ref(), None);
    assert_eq!(label.try_as_boxed_mut(), None);
    assert_eq!(label.clone().try_as_path(), None);
    assert_eq!(label.try_as_label(), Some(("ab".into(), 2)));
    let path = Plain::Path { r#type: [1, 2], closed: true };
    assert_eq!(path.try_as_path_ref(), Some((&[1, 2], &true)));
    let boxed = Plain::Boxed(Box::new(path.clone()));
    assert_eq!(boxed.try_as_boxed(), Some(Box::new(path)));
    assert_eq!(Plain::Fn(str::len).try_as_fn().map(|f| f("ab")), Some(2));
    assert_eq!((Plain::Nothing, Plain::Empty()).0.try_as_circle(), Plain::None {}.try_as_circle());
}

#[test]
fn a_part_with_names_of_ones_own() {
    #[derive(Stringer, Debug)]
    #[stringer(
        only(EnumTryAs),
        item(
            try_as(name = "into_{}", vis = "pub(crate)", doc = "Unwraps."),
            try_as_ref(name = "{}"),
            try_as_mut(name = "{}_mut"),
        )
    )]
    enum Only {
        Value(String),
    }
    let mut only = Only::Value("a".to_owned());
    if let Some(value) = only.value_mut() {
        value.push('b');
    }
    assert_eq!(only.value().map(String::len), Some(2));
    assert_eq!(only.into_value().as_deref(), Some("ab"));
}

#[test]
fn fields_are_unwrapped() {
    let mut label = Plain::Label("a".into(), 1);
    *label.unwrap_label_mut().1 += 1;
    assert_eq!(label.unwrap_label_ref(), (&Cow::Borrowed("a"), &2));
    assert_eq!(label.clone().unwrap_label(), ("a".into(), 2));
    assert_eq!(Plain::Boxed(Box::new(label.clone())).unwrap_boxed(), Box::new(label));
    assert_eq!(Plain::Fn(str::len).unwrap_fn()("ab"), 2);
}

thread_local! {
    /// The line of this file in which this thread panicked last.
    static LINE: Cell<u32> = const { Cell::new(0) };
}

/// What a call panics with, and in which line.
fn panics(call: fn()) -> (String, u32) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            LINE.set(panic.location().map_or(0, std::panic::Location::line));
            before(panic);
        }));
    });
    let told = std::panic::catch_unwind(call).expect_err("a panic");
    (told.downcast_ref::<String>().cloned().unwrap_or_default(), LINE.get())
}

#[test]
fn what_is_there_instead_is_told_where_it_is_unwrapped() {
    let before = line!();
    let (told, line) = panics(|| _ = Plain::None {}.unwrap_fn());
    assert_eq!((&*told, line), ("called `Shape::unwrap_fn` on `Shape::None`", before + 1));
    let (told, _) = panics(|| _ = Plain::Fn(str::len).unwrap_path_ref());
    assert_eq!(told, "called `Shape::unwrap_path_ref` on `Shape::Fn`");
    let (told, _) = panics(|| _ = Plain::Circle(1.0).unwrap_label_mut());
    assert_eq!(told, "called `Shape::unwrap_label_mut` on `Shape::Circle`");
}

#[test]
fn one_variant_cannot_be_another() {
    #[derive(EnumUnwrap)]
    enum Only<'a> {
        Text(&'a str),
    }
    assert_eq!(Only::Text("a").unwrap_text(), "a");
}

//! Names, visibility and documentation of single items.

mod inner {
    #[derive(typewright::Stringer, Clone, Copy, Debug, PartialEq)]
    #[stringer(rename_all = "lowercase", also(VariantArray, FromRepr, EnumIs))]
    #[stringer(item(
        as_str(name = "label", vis = "pub(crate)", doc = "What the user sees."),
        NAMES(name = "LABELS"),
        from_str(name = "labelled", vis = ""),
        COUNT(name = "SIZE"),
        iter(name = "all"),
        VARIANTS(name = "iter"),
        from_repr(name = "numbered"),
        repr(name = "number", doc = "Its number.\n\nFrom 0."),
        is(name = "{}_is", doc = "Whether it is the one."),
    ))]
    pub(crate) enum Side {
        Left,
        r#Type,
    }

    pub(crate) fn labelled(text: &str) -> Option<Side> {
        Side::labelled(text).ok()
    }
}

#[test]
fn every_item_may_be_called_otherwise() {
    use inner::Side;
    assert_eq!((Side::Left.label(), Side::LABELS), ("left", &["left", "type"][..]));
    assert_eq!(Side::Left.to_string() + Side::r#Type.as_ref(), "lefttype");
    assert_eq!((inner::labelled("type"), "left".parse()), (Some(Side::r#Type), Ok(Side::Left)));
    assert!(Side::all().eq(Side::iter.iter().copied()) && Side::SIZE == 2);
    assert_eq!((Side::numbered(1), Side::r#Type.number()), (Some(Side::r#Type), 1));
    assert!(Side::Left.left_is() && !Side::Left.type_is());
}

#[test]
fn a_pattern_may_leave_a_keyword() {
    #[derive(typewright::EnumIs, typewright::EnumTryAs)]
    #[stringer(item(
        is(name = "{}"),
        try_as_ref(name = "{}_ref"),
        try_as(vis = ""),
        try_as_mut(vis = "")
    ))]
    enum Item {
        Fn,
        Match(u8),
        HTTPServer,
    }
    assert!(Item::Fn.r#fn() && !Item::HTTPServer.r#match() && Item::HTTPServer.http_server());
    assert_eq!(Item::Match(1).match_ref(), Some(&1));
}

#[test]
fn open_enums_have_items_too() {
    #[typewright::open(item(NAMES(name = "LABELS"), name(name = "label", vis = "pub(self)")))]
    enum Pill {
        Aspirin,
    }
    assert_eq!(
        (Pill::LABELS, Pill(0).label(), Pill(1).label()),
        (&["Aspirin"][..], Some("Aspirin"), None)
    );
    assert_eq!(Pill::Aspirin.0, 0);
}

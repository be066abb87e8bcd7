//! Parameters of every kind.
#[derive(typewright::Stringer)]
enum A<T> {
    One(T),
}

#[derive(typewright::Stringer)]
enum B<'a> {
    One(&'a str),
}

#[derive(typewright::Stringer)]
enum C<const N: usize> {
    One,
}

fn main() {}

//! Items that are no enum of names.
use typewright::Stringer;

#[derive(Stringer)]
struct Point {
    x: u8,
}

#[derive(Stringer)]
union Bits {
    byte: u8,
}

#[derive(Stringer)]
enum Either<'a, T: Copy + 'a, const N: usize>
where
    T: Send,
{
    Left(&'a [T; N]),
}

fn main() {
    let _ = Point { x: 0 }.to_string();
    let _ = Bits { byte: 0 }.to_string();
    let _ = Either::Left(&[0u8; 2]).as_str();
}

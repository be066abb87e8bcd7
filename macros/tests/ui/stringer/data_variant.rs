//! Variants that are more than a name.
use typewright::Stringer;

#[derive(Stringer)]
enum Shape {
    Point,
    Circle(f64),
    Rectangle { width: f64, height: f64 },
    Nothing(),
    Void {},
}

fn main() {}

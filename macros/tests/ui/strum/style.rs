//! Styles that there are not.

#[derive(typewright::Display)]
#[strum(serialize_all = "snakecase")]
enum Near {
    A,
}

#[derive(typewright::Display)]
#[strum(serialize_all = "dancing")]
enum Far {
    A,
}

fn main() {}

//! Status codes.

use std::fmt;

/// How a call ended, by the codes that all gRPC implementations share.
///
/// The numbers and names are those of the [gRPC status codes][codes].
///
/// [codes]: https://grpc.io/docs/guides/status-codes/
///
/// ```
/// use typewright_client::Code;
///
/// assert_eq!(Code::NotFound.name(), "NOT_FOUND");
/// assert_eq!(Code::NotFound.number(), 5);
/// assert_eq!(Code::from_number(5), Code::NotFound);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Code {
    /// No error.
    Ok = 0,
    /// The caller gave the call up.
    Cancelled = 1,
    /// An error without a better code, or with a code that this list does not have.
    Unknown = 2,
    /// The request is wrong, whatever the state of the system.
    InvalidArgument = 3,
    /// The deadline passed before the answer came; the call may still have taken effect.
    DeadlineExceeded = 4,
    /// What the request names does not exist.
    NotFound = 5,
    /// What the request wants to create exists.
    AlreadyExists = 6,
    /// The caller is known and may not do this.
    PermissionDenied = 7,
    /// A quota or the space on a disk is used up.
    ResourceExhausted = 8,
    /// The system is not in a state that this call needs; trying again alone does not help.
    FailedPrecondition = 9,
    /// A conflict with another call; try again from a higher level.
    Aborted = 10,
    /// The request goes past the valid range.
    OutOfRange = 11,
    /// The server does not have this method.
    Unimplemented = 12,
    /// Something that always holds was broken.
    Internal = 13,
    /// The server cannot be reached or does not serve now; trying again may help.
    Unavailable = 14,
    /// Data is lost or damaged.
    DataLoss = 15,
    /// The caller did not say who it is, or not in a way that counts.
    Unauthenticated = 16,
}

const CODES: [(Code, &str); 17] = [
    (Code::Ok, "OK"),
    (Code::Cancelled, "CANCELLED"),
    (Code::Unknown, "UNKNOWN"),
    (Code::InvalidArgument, "INVALID_ARGUMENT"),
    (Code::DeadlineExceeded, "DEADLINE_EXCEEDED"),
    (Code::NotFound, "NOT_FOUND"),
    (Code::AlreadyExists, "ALREADY_EXISTS"),
    (Code::PermissionDenied, "PERMISSION_DENIED"),
    (Code::ResourceExhausted, "RESOURCE_EXHAUSTED"),
    (Code::FailedPrecondition, "FAILED_PRECONDITION"),
    (Code::Aborted, "ABORTED"),
    (Code::OutOfRange, "OUT_OF_RANGE"),
    (Code::Unimplemented, "UNIMPLEMENTED"),
    (Code::Internal, "INTERNAL"),
    (Code::Unavailable, "UNAVAILABLE"),
    (Code::DataLoss, "DATA_LOSS"),
    (Code::Unauthenticated, "UNAUTHENTICATED"),
];

impl Code {
    /// All codes, by number.
    pub fn all() -> impl Iterator<Item = Code> {
        CODES.iter().map(|(code, _)| *code)
    }

    /// Its canonical name, such as `NOT_FOUND`.
    pub fn name(self) -> &'static str {
        CODES[self as usize].1
    }

    /// Its number, 0 to 16.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The code of a number; [`Code::Unknown`] for a number that has none.
    pub fn from_number(number: i32) -> Code {
        usize::try_from(number).ok().and_then(|n| CODES.get(n)).map_or(Code::Unknown, |row| row.0)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

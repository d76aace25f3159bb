//! The stable name of a signal.

use crate::ecosystem::SignalKind;

/// `kind~part~part…`, such as `overlap~I0033~I0034` or `absent~PV22~activity_type~signaleren`.
///
/// The parts are the ids and codes that the signal is about, in a fixed order (initiatives by the bytes of their ids), so that
/// the key is the same whatever else the data hold, in every version and in any row order. What people decided about a
/// signal hangs on its key; a key therefore names all that the decision was about: an absent cell and a thin one are two
/// signals, and so is a cell that comes to hang on another initiative.
///
/// Letters, digits, `-` and `_` stand for themselves; any other byte of the UTF-8 text is `.` and two hexadecimal digits
/// (`é` is `.C3.A9`, a full stop `.2E`). Every key is therefore safe in an address without further encoding, and two
/// signals never share one: between separators the parts can be read back.
pub fn key(kind: SignalKind, parts: &[&str]) -> String {
    let mut key = String::from(kind.code());
    for part in parts {
        key.push('~');
        for byte in part.bytes() {
            if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' {
                key.push(char::from(byte));
            } else {
                key.push_str(&format!(".{byte:02X}"));
            }
        }
    }
    key
}

//! Text in addresses.

/// A part of a path or a query, percent-encoded: only what RFC 3986 calls unreserved stays as it is.
pub fn path_part(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

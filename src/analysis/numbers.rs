//! Rounding and ratios as every analysis does them.

use std::cmp::Ordering;

/// A real value rounded to 12 decimals, as it is compared, filtered, sorted and printed.
///
/// From 4,096 on a double has no twelfth decimal to speak of; it is left as it is.
pub fn round12(value: f64) -> f64 {
    const SCALE: f64 = 1e12;
    if value.abs() < 4096.0 { (value * SCALE).round() / SCALE + 0.0 } else { value }
}

/// A ratio, rounded; `None` where the denominator is empty.
pub(crate) fn ratio(numerator: f64, denominator: f64) -> Option<f64> {
    (denominator != 0.0).then(|| round12(numerator / denominator))
}

/// Highest first; values that cannot be compared are equal.
pub(crate) fn descending(a: f64, b: f64) -> Ordering {
    b.partial_cmp(&a).unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_to_twelve_decimals() {
        assert_eq!(round12(0.1 + 0.2), 0.3);
        assert_eq!(round12(-1e-15).to_bits(), 0.0_f64.to_bits());
        assert_eq!(ratio(1.0, 0.0), None);
        assert_eq!(ratio(1.0, 3.0), Some(0.333_333_333_333));
    }
}

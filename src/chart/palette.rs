//! The one palette: eight cluster hues, inks and states, with the contrast computed by the rules of WCAG 2.

/// A color in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// Paper.
pub const WHITE: Rgb = Rgb(0xFF, 0xFF, 0xFF);
/// Text and outlines.
pub const INK: Rgb = Rgb(0x1B, 0x1F, 0x24);
/// Secondary text.
pub const SOFT_INK: Rgb = Rgb(0x4A, 0x52, 0x5C);
/// Rules and frames without meaning.
pub const RULE: Rgb = Rgb(0xC9, 0xCF, 0xD6);
/// Edges of the network between clusters.
pub const EDGE: Rgb = Rgb(0x6F, 0x7A, 0x86);
/// Clusters beyond the eight hues.
pub const OTHER: Rgb = Rgb(0x66, 0x6E, 0x77);
/// Initiatives beside actors, and what stayed as it was.
pub const INITIATIVE: Rgb = Rgb(0xD9, 0xDD, 0xE2);
/// Title bar accents.
pub const ACCENT: Rgb = Rgb(0x00, 0x4B, 0x7A);
/// Ground of the warning banner.
pub const WARNING_GROUND: Rgb = Rgb(0xFF, 0xF1, 0xD6);
/// Mark of the warning banner.
pub const WARNING: Rgb = Rgb(0xB3, 0x47, 0x00);

/// The eight cluster hues: seven of Okabe & Ito (Color Universal Design, 2008) and a dark brown in place of black, which
/// is the text. Three of them have less than 3:1 against white; every mark therefore has an outline in [`INK`].
pub const GROUPS: [Rgb; 8] = [
    Rgb(0x00, 0x72, 0xB2),
    Rgb(0xE6, 0x9F, 0x00),
    Rgb(0x00, 0x9E, 0x73),
    Rgb(0xD5, 0x5E, 0x00),
    Rgb(0x56, 0xB4, 0xE9),
    Rgb(0xCC, 0x79, 0xA7),
    Rgb(0xF0, 0xE4, 0x42),
    Rgb(0x5E, 0x3A, 0x1A),
];

/// Numbers from few to many: five steps of blue.
pub const STEPS: [Rgb; 5] =
    [Rgb(0xDC, 0xEB, 0xF7), Rgb(0xA9, 0xCF, 0xE8), Rgb(0x6B, 0xAE, 0xD6), Rgb(0x26, 0x75, 0xAD), Rgb(0x00, 0x3D, 0x66)];

/// White-spot map: more than expected.
pub const DENSE: Rgb = Rgb(0x00, 0x4B, 0x7A);
/// White-spot map: as expected.
pub const COVERED: Rgb = Rgb(0xA9, 0xCF, 0xE8);
/// Frame of [`COVERED`].
pub const COVERED_LINE: Rgb = Rgb(0x3F, 0x86, 0xB5);
/// White-spot map: less than expected.
pub const THIN: Rgb = Rgb(0xFF, 0xF3, 0xD9);
/// Hatching of [`THIN`].
pub const THIN_LINE: Rgb = Rgb(0xEB, 0xC2, 0x7A);
/// Frame of [`THIN`].
pub const THIN_FRAME: Rgb = Rgb(0xA8, 0x6A, 0x00);
/// White-spot map: nothing there.
pub const ABSENT: Rgb = Rgb(0xB8, 0x38, 0x00);
/// White-spot map: not known.
pub const NOT_SURVEYED: Rgb = Rgb(0xEE, 0xF0, 0xF2);

impl Rgb {
    /// `#rrggbb`.
    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// A share of `other` mixed in, 0 … 1.
    #[must_use]
    pub fn mixed(self, other: Rgb, share: f64) -> Rgb {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Rgb(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// Relative luminance, 0 … 1 (WCAG 2.1).
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// Contrast ratio of two colors, 1 … 21 (WCAG 2.1).
#[must_use]
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Text on a fill with at least 4.5:1: white where that is enough, else ink, else black.
#[must_use]
pub fn ink_on(fill: Rgb) -> Rgb {
    [WHITE, INK].into_iter().find(|ink| contrast(*ink, fill) >= 4.5).unwrap_or(Rgb(0, 0, 0))
}

/// Fill of a cluster by its place in the order; grey beyond the eight hues.
#[must_use]
pub fn group(index: usize) -> Rgb {
    GROUPS.get(index).copied().unwrap_or(OTHER)
}

/// Letter of a cluster by its place in the order: A … Z, then AA, AB, ….
#[must_use]
pub fn letter(index: usize) -> String {
    let mut rest = index;
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (rest % 26) as u8));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_agrees_with_published_values() {
        // Okabe–Ito on white, computed independently: blue 5.19, vermilion 3.87, yellow 1.32.
        for (color, expected) in [(GROUPS[0], 5.19), (GROUPS[3], 3.87), (GROUPS[6], 1.32)] {
            assert!((contrast(color, WHITE) - expected).abs() < 0.01);
        }
        assert!((contrast(Rgb(0, 0, 0), WHITE) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn marks_and_text_have_enough_contrast() {
        for fill in GROUPS.into_iter().chain([OTHER, WHITE]) {
            // The outline carries the mark where the fill is too light.
            assert!(contrast(INK, WHITE) >= 3.0);
            assert!(contrast(ink_on(fill), fill) >= 4.5, "letter on {}", fill.hex());
        }
        for ink in [INK, SOFT_INK] {
            assert!(contrast(ink, WHITE) >= 4.5);
            assert!(contrast(ink, WARNING_GROUND) >= 4.5);
        }
        assert!(contrast(WARNING, WARNING_GROUND) >= 3.0);
        for mark in [EDGE, DENSE, COVERED_LINE, THIN_FRAME, ABSENT, SOFT_INK] {
            assert!(contrast(mark, WHITE) >= 3.0, "{}", mark.hex());
        }
        for ground in [DENSE, COVERED, THIN, THIN_LINE, NOT_SURVEYED, RULE] {
            assert!(contrast(ink_on(ground), ground) >= 4.5, "number on {}", ground.hex());
        }
    }

    /// Simulated color blindness by the matrices of Machado, Oliveira & Fernandes (2009, doi:10.1109/TVCG.2009.113),
    /// severity 1, in linear RGB; difference as CIE 1976 ΔE. 8 is some three times the just noticeable difference.
    #[test]
    fn hues_stay_apart_for_color_blind_readers() {
        let deutan =
            [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]];
        let protan = [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ];
        let none = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        };
        let lab = |c: Rgb, m: &[[f64; 3]; 3]| {
            let raw = [linear(c.0), linear(c.1), linear(c.2)];
            let seen: Vec<f64> =
                m.iter().map(|r| (r[0] * raw[0] + r[1] * raw[1] + r[2] * raw[2]).clamp(0.0, 1.0)).collect();
            let xyz = [
                (0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505,
                0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2],
                (0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089,
            ];
            let f = xyz.map(|t| if t > 0.008_856 { libm::cbrt(t) } else { 7.787 * t + 16.0 / 116.0 });
            [116.0 * f[1] - 16.0, 500.0 * (f[0] - f[1]), 200.0 * (f[1] - f[2])]
        };
        for matrix in [none, deutan, protan] {
            let all: Vec<Rgb> = GROUPS.into_iter().chain([OTHER]).collect();
            for (i, a) in all.iter().enumerate() {
                for b in &all[..i] {
                    let (p, q) = (lab(*a, &matrix), lab(*b, &matrix));
                    let d = p.iter().zip(&q).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt();
                    assert!(d >= 8.0, "{} and {}: {d}", a.hex(), b.hex());
                }
            }
        }
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(letter), ["A", "Z", "AA", "AB", "ZZ", "AAA"]);
    }
}

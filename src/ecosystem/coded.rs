//! Closed lists with a code, a Dutch and an English label and the spellings that are read as the same thing.

/// Declares an enum whose variants have a code (what data and JSON say), labels and further spellings.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $code:literal, $nl:literal, $en:literal $(, $spelling:literal)* ; )+ }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$variant_meta])* $variant, )+ }

        impl $name {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The code in data and JSON.
            pub fn code(self) -> &'static str {
                match self { $( Self::$variant => $code, )+ }
            }

            /// The label that people read.
            pub fn label(self, language: $crate::language::Language) -> &'static str {
                match (self, language) {
                    $( (Self::$variant, $crate::language::Language::Nl) => $nl,
                       (Self::$variant, $crate::language::Language::En) => $en, )+
                }
            }

            /// The variant that a cell names by code, label or another spelling; case and accents do not count.
            pub fn from_words(words: &str) -> Option<Self> {
                let folded = $crate::ecosystem::fold(words);
                Self::ALL.iter().copied().find(|variant| {
                    variant.spellings().iter().any(|spelling| $crate::ecosystem::fold(spelling) == folded)
                })
            }

            /// Every spelling that is understood, the code first.
            pub fn spellings(self) -> &'static [&'static str] {
                match self { $( Self::$variant => &[$code, $nl, $en $(, $spelling)*], )+ }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }
    };
}
pub(crate) use coded;

/// A spelling without what people vary: case, accents, and the marks between words.
///
/// `Súdwest-Fryslân` and `sudwest fryslan` fold to the same text; `&` reads as `en`.
pub fn fold(words: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::with_capacity(words.len());
    let mut gap = false;
    for letter in words.nfd() {
        if letter == '&' {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str("en");
            gap = true;
        } else if letter.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.extend(letter.to_lowercase());
        } else if !unicode_normalization::char::is_combining_mark(letter) {
            gap = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn folds_what_people_vary() {
        assert_eq!(fold("Súdwest-Fryslân "), "sudwest fryslan");
        assert_eq!(fold("Netwerken & coördineren"), "netwerken en coordineren");
        assert_eq!(fold("Netwerken&coordineren"), "netwerken en coordineren");
        assert_eq!(fold("  "), "");
    }
}

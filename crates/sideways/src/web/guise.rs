//! How the owner wants the pages: light or dark, how large, with single keys, with names. A cookie keeps it in their browser.

mod veil;

use axum::http::{HeaderMap, HeaderValue, header::COOKIE};

pub use self::veil::Veil;

/// How pages are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guise {
    /// Light or dark.
    pub scheme: Scheme,
    /// Whether the text is larger.
    pub is_large: bool,
    /// Whether single keys do nothing.
    pub is_without_keys: bool,
    /// Whether names of peers stand as initials.
    pub hides_names: bool,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Scheme {
    /// Its word; nothing where the system says.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The cookie. It holds no secret, and all notebooks of this browser share it.
const NAME: &str = "sideways-guise";

/// A year.
const LASTS: u32 = 365 * 24 * 3600;

impl Guise {
    /// What the browser says.
    pub fn of(headers: &HeaderMap) -> Self {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
        let mut pairs =
            cookies.flat_map(|cookies| cookies.split(';')).filter_map(|one| one.trim().split_once('='));
        pairs.find(|(name, _)| *name == NAME).map_or_else(Self::default, |(_, words)| Self::read(words))
    }

    fn read(words: &str) -> Self {
        words.split('.').fold(Self::default(), |guise, word| match word {
            "light" => Self { scheme: Scheme::Light, ..guise },
            "dark" => Self { scheme: Scheme::Dark, ..guise },
            "large" => Self { is_large: true, ..guise },
            "keyless" => Self { is_without_keys: true, ..guise },
            "nameless" => Self { hides_names: true, ..guise },
            _ => guise,
        })
    }

    fn words(self) -> String {
        let words = [
            self.scheme.word(),
            self.is_large.then_some("large"),
            self.is_without_keys.then_some("keyless"),
            self.hides_names.then_some("nameless"),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(".")
    }

    /// What the browser is to keep.
    pub fn cookie(self) -> Option<HeaderValue> {
        let words = self.words();
        let cookie = format!("{NAME}={words}; Path=/; HttpOnly; SameSite=Strict; Max-Age={LASTS}");
        HeaderValue::from_str(&cookie).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_read_back_and_what_is_unknown_counts_nothing() {
        for scheme in [Scheme::System, Scheme::Light, Scheme::Dark] {
            for bits in 0..8_u8 {
                let guise = Guise {
                    scheme,
                    is_large: bits & 1 > 0,
                    is_without_keys: bits & 2 > 0,
                    hides_names: bits & 4 > 0,
                };
                let cookie = guise.cookie().unwrap();
                let kept = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
                let headers = HeaderMap::from_iter([(COOKIE, format!("a=b; {kept}").parse().unwrap())]);
                assert_eq!(Guise::of(&headers), guise);
            }
        }
        assert_eq!(Guise::read("x.<b>.dark"), Guise { scheme: Scheme::Dark, ..Guise::default() });
        assert_eq!(Guise::of(&HeaderMap::new()), Guise::default());
    }
}

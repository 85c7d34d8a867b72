//! What is required of the authentication of a token's user, as text.

use std::fmt;

/// `acr=phr|phrh, max_age=15min`, for lists and labels. Nothing if nothing is required.
pub(crate) struct Shown<'a> {
    pub(crate) acr: &'a [&'static str],
    pub(crate) max_age: Option<u32>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.acr.is_empty() {
            write!(f, "acr={}", self.acr.join("|"))?;
        }
        if let Some(max_age) = self.max_age {
            let separator = if self.acr.is_empty() { "" } else { ", " };
            write!(f, "{separator}max_age={}", Age(max_age))?;
        }
        Ok(())
    }
}

/// Seconds, as they are written in an attribute: in the largest unit without a fraction.
pub(crate) struct Age(pub(crate) u32);

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(24 * 60 * 60, "d"), (60 * 60, "h"), (60, "min")];
        let mut units = units.into_iter();
        let largest = units.find(|(seconds, _)| self.0.is_multiple_of(*seconds));
        let (seconds, unit) = largest.unwrap_or((1, "s"));
        write!(f, "{}{unit}", self.0 / seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::Age;

    #[test]
    fn an_age_is_shown_in_the_largest_unit() {
        for (seconds, expected) in [
            (1, "1s"),
            (59, "59s"),
            (60, "1min"),
            (90, "90s"),
            (900, "15min"),
            (3600, "1h"),
            (5400, "90min"),
            (86_400, "1d"),
            (90_000, "25h"),
            (u32::MAX, "4294967295s"),
        ] {
            assert_eq!(Age(seconds).to_string(), expected);
        }
    }
}

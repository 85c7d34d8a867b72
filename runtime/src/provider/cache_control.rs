//! How long a response may be cached (RFC 9111).

use std::time::Duration;

use http::HeaderMap;
use http::header::CACHE_CONTROL;

/// How long a response stays fresh according to `Cache-Control`; `None` if it does not say.
pub(super) fn freshness(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all(CACHE_CONTROL).iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    let mut freshness = None;
    for directive in texts.flat_map(|text| text.split(',')) {
        let (name, argument) = directive.split_once('=').unwrap_or((directive, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "no-store" | "no-cache" => return Some(Duration::ZERO),
            "max-age" => {
                let seconds = argument.trim().trim_matches('"').parse().ok();
                // An unreadable value means stale (RFC 9111 section 4.2.1).
                freshness = Some(seconds.map_or(Duration::ZERO, Duration::from_secs));
            }
            _ => {}
        }
    }
    freshness
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::header::CACHE_CONTROL;
    use http::{HeaderMap, HeaderValue};

    use super::freshness;

    #[test]
    fn the_age_is_found_among_other_directives() {
        for (values, seconds) in [
            (&[][..], None),
            (&["public"], None),
            (&["max-age=60"], Some(60)),
            (&["public, Max-Age = 60 , must-revalidate"], Some(60)),
            (&["public", "max-age=\"7\""], Some(7)),
            (&["max-age=60, no-store"], Some(0)),
            (&["no-cache"], Some(0)),
            (&["max-age=soon"], Some(0)),
            (&["max-age=-1"], Some(0)),
            (&["max-age=99999999999999999999"], Some(0)),
            (&["s-maxage=5"], None),
        ] {
            let headers: HeaderMap = values
                .iter()
                .map(|value| (CACHE_CONTROL, HeaderValue::from_static(value)))
                .collect();
            assert_eq!(
                freshness(&headers),
                seconds.map(Duration::from_secs),
                "{values:?}"
            );
        }
    }
}

//! Reads a body that is limited in size and in time.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http::StatusCode;

/// The limits for a body that is read before it is known whose it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// In bytes.
    pub(super) size: usize,
    pub(super) time: Duration,
}

impl Limits {
    pub(super) const DEFAULT: Self = Self {
        size: 1024 * 1024,
        time: Duration::from_secs(10),
    };

    /// The whole body.
    ///
    /// # Errors
    /// 413 (RFC 9110 section 15.5.14) if it is too large, 408 (section 15.5.9) if it takes too long, 400 if the connection
    /// breaks.
    pub(super) async fn read(self, body: Body) -> Result<Bytes, StatusCode> {
        if body.size_hint().lower() > self.size as u64 {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        tokio::time::timeout(self.time, collect(body, self.size))
            .await
            .unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
    }
}

async fn collect(mut body: Body, limit: usize) -> Result<Bytes, StatusCode> {
    let mut first = Bytes::new();
    let mut all = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        // Trailers are no part of what is dispatched, and the service does not get them.
        let Ok(data) = frame.into_data() else {
            continue;
        };
        let read = if all.is_empty() {
            first.len()
        } else {
            all.len()
        };
        if data.len() > limit - read {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        if read == 0 {
            first = data;
            continue;
        }
        if all.is_empty() {
            all.extend_from_slice(&first);
        }
        all.extend_from_slice(&data);
    }
    Ok(if all.is_empty() { first } else { all.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        size: 8,
        time: Duration::from_secs(3),
    };

    /// A body in these pieces, of unknown length.
    fn pieces(pieces: &[&'static str]) -> Body {
        let mut pieces = pieces.iter().copied().map(Bytes::from).collect::<Vec<_>>();
        pieces.reverse();
        Body::new(Pieces(pieces, false))
    }

    struct Pieces(Vec<Bytes>, bool);

    impl HttpBody for Pieces {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
            use std::task::Poll;
            match self.0.pop() {
                Some(piece) => Poll::Ready(Some(Ok(http_body::Frame::data(piece)))),
                None if self.1 => Poll::Pending,
                None => Poll::Ready(None),
            }
        }
    }

    #[tokio::test]
    async fn a_body_is_read_up_to_the_limit() {
        for (parts, read) in [
            (&[][..], Ok("")),
            (&["12345678"], Ok("12345678")),
            (&["", "1234", "", "5678"], Ok("12345678")),
            (&["123456789"], Err(StatusCode::PAYLOAD_TOO_LARGE)),
            (&["1234", "56789"], Err(StatusCode::PAYLOAD_TOO_LARGE)),
            (&["1", "2345678", "9"], Err(StatusCode::PAYLOAD_TOO_LARGE)),
        ] {
            let found = LIMITS.read(pieces(parts)).await;
            assert_eq!(found.as_deref(), read.map(str::as_bytes).as_ref().copied());
        }
        let found = LIMITS.read(Body::from("123456789")).await;
        assert_eq!(found, Err(StatusCode::PAYLOAD_TOO_LARGE));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_never_ends_is_not_awaited_forever() {
        let endless = Body::new(Pieces(vec![Bytes::from("1")], true));
        let found = LIMITS.read(endless).await;
        assert_eq!(found, Err(StatusCode::REQUEST_TIMEOUT));
    }
}

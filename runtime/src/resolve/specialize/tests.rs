//! The facts about types match the responses of axum.

use std::borrow::Cow;
use std::convert::Infallible;

use axum::response::{AppendHeaders, Html, NoContent, Redirect};
use axum::{Extension, Form, Json};
use axum_core::body::Body;
use axum_core::response::{IntoResponse, Response};
use bytes::{Buf, Bytes, BytesMut};
use http::header::SET_COOKIE;
use http::{Extensions, HeaderMap, StatusCode};

use crate::graph::REDIRECT;
use crate::resolve::{ErrorOf, OtherError as _};

/// Asserts the fact for each type with a value.
macro_rules! answered {
    ($($ty:ty: $value:expr;)*) => {$({
        let value: $ty = $value;
        let status = value.into_response().status();
        let said = ErrorOf::<$ty>::SUCCESS.unwrap_or("nothing");
        let is_right = match said {
            REDIRECT => status.is_redirection(),
            said => status.is_success() && said.starts_with(status.as_str()),
        };
        assert!(is_right, "{}: {said}, and not {status}", stringify!($ty));
        const { assert!(ErrorOf::<$ty>::CAN_HAPPEN) };
    })*};
}

/// Asserts that there is no fact.
macro_rules! unknown {
    ($($ty:ty;)*) => {$(
        assert_eq!(ErrorOf::<$ty>::SUCCESS, None, stringify!($ty));
        assert_eq!(ErrorOf::<$ty>::SUCCESS_OF_ERR, None, stringify!($ty));
    )*};
}

type Cookie = [(http::HeaderName, &'static str); 1];

const COOKIE: Cookie = [(SET_COOKIE, "a=b")];

#[test]
fn types_that_are_always_answered_with_a_success_are_known() {
    answered! {
        (): ();
        &'static str: "";
        String: String::new();
        Box<str>: "".into();
        Cow<'static, str>: "".into();
        &'static [u8]: &[];
        &'static [u8; 2]: &[1, 2];
        [u8; 2]: [1, 2];
        Vec<u8>: vec![];
        Box<[u8]>: Box::default();
        Cow<'static, [u8]>: vec![].into();
        Bytes: Bytes::new();
        BytesMut: BytesMut::new();
        bytes::buf::Chain<Bytes, Bytes>: Bytes::new().chain(Bytes::new());
        Body: Body::empty();
        Json<u8>: Json(1);
        Form<[(u8, u8); 1]>: Form([(1, 2)]);
        Html<&'static str>: Html("");
        Extension<u8>: Extension(1);
        AppendHeaders<Cookie>: AppendHeaders(COOKIE);
        HeaderMap: HeaderMap::new();
        Extensions: Extensions::new();
        Cookie: COOKIE;
        NoContent: NoContent;
        Redirect: Redirect::to("/");
        (String,): (String::new(),);
        (HeaderMap, &'static str): (HeaderMap::new(), "");
        (Cookie, Redirect): (COOKIE, Redirect::temporary("/"));
        (Cookie, Extension<u8>, (HeaderMap, Json<u8>)): (COOKIE, Extension(1), (HeaderMap::new(), Json(1)));
        Result<Json<u8>, StatusCode>: Ok(Json(1));
    }
    assert!(ErrorOf::<Result<StatusCode, String>>::SUCCESS_OF_ERR.is_some());
}

#[test]
fn nothing_is_said_of_types_that_have_a_status_or_may_have_one() {
    struct Own;

    unknown! {
        StatusCode;
        Response;
        http::response::Parts;
        (StatusCode, &'static str);
        (StatusCode, HeaderMap, Json<u8>);
        (HeaderMap, (StatusCode, &'static str));
        (http::response::Parts, String);
        (Response<()>, String);
        Result<StatusCode, Response>;
        Own;
        crate::refuse::Denial;
        Infallible;
    }
    const { assert!(!ErrorOf::<Infallible>::CAN_HAPPEN) };
}

use std::borrow::Cow;

use utoipa::openapi::schema::{
    AllOfBuilder, KnownFormat, Object, ObjectBuilder, OneOfBuilder, SchemaFormat, Type,
};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::password::{FormReading, OAuth2PasswordRequestForm, PasswordFormProfile, TokenRequest};

/// For `request_body(content = ..., content_type = "application/x-www-form-urlencoded")`: the schema describes what the
/// profile accepts.
///
/// `#[utoipa::path]` requires a schema for each type parameter, and profiles have none: name the form with `type
/// LoginForm = OAuth2PasswordRequestForm<FastApi>`.
impl<P: PasswordFormProfile> ToSchema for OAuth2PasswordRequestForm<P> {
    fn name() -> Cow<'static, str> {
        "OAuth2PasswordRequestForm".into()
    }
}

impl<P: PasswordFormProfile> PartialSchema for OAuth2PasswordRequestForm<P> {
    fn schema() -> RefOr<Schema> {
        let form = ObjectBuilder::new()
            .description(Some(
                "The access token request of the password grant (RFC 6749 section 4.3.2).",
            ))
            .property("grant_type", grant_type(P::READING))
            .property(
                "username",
                text("The name of the user.").min_length(Some(1)),
            )
            .property(
                "password",
                secret("The password of the user.").min_length(Some(1)),
            )
            .property("scope", text("The requested scopes, separated by spaces."))
            .property("client_id", text("The name of the client."))
            .property("client_secret", secret("The secret of the client."))
            .required("username")
            .required("password");
        let form = match P::READING {
            FormReading::Strict => form.required("grant_type"),
            FormReading::Lenient => form,
        };
        form.into()
    }
}

/// A parameter without a value counts as omitted, so if `grant_type` may be omitted it may be empty.
fn grant_type(reading: FormReading) -> Object {
    let pattern = match reading {
        FormReading::Strict => "^password$",
        FormReading::Lenient => "^(password)?$",
    };
    let grant_type = text("The grant: `password`.").pattern(Some(pattern));
    grant_type.build()
}

fn secret(description: &str) -> ObjectBuilder {
    text(description).format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
}

fn text(description: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
}

/// The same for the grants of [`TokenRequest`]. It needs a name, too.
impl<P: PasswordFormProfile> ToSchema for TokenRequest<P> {
    fn name() -> Cow<'static, str> {
        "TokenRequest".into()
    }
}

impl<P: PasswordFormProfile> PartialSchema for TokenRequest<P> {
    fn schema() -> RefOr<Schema> {
        // All parameters in one object, of which Swagger UI makes a form, and then what each grant needs.
        let grants = OneOfBuilder::new()
            .item(password_grant(P::READING))
            .item(refresh_token_grant());
        AllOfBuilder::new()
            .description(Some(
                "An access token request (RFC 6749 sections 4.3.2 and 6).",
            ))
            .item(parameters())
            .item(grants)
            .into()
    }
}

fn parameters() -> ObjectBuilder {
    ObjectBuilder::new()
        .property(
            "grant_type",
            text("The grant: `password` or `refresh_token`."),
        )
        .property("username", text("The name of the user, for `password`."))
        .property(
            "password",
            secret("The password of the user, for `password`."),
        )
        .property(
            "refresh_token",
            secret("The refresh token, for `refresh_token`."),
        )
        .property("scope", text("The requested scopes, separated by spaces."))
        .property("client_id", text("The name of the client."))
        .property("client_secret", secret("The secret of the client."))
}

fn password_grant(reading: FormReading) -> ObjectBuilder {
    let grant = ObjectBuilder::new()
        .title(Some("password"))
        .property("grant_type", grant_type(reading))
        .property("username", not_empty())
        .property("password", not_empty())
        .required("username")
        .required("password");
    match reading {
        FormReading::Strict => grant.required("grant_type"),
        FormReading::Lenient => grant,
    }
}

fn not_empty() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
}

fn refresh_token_grant() -> ObjectBuilder {
    let grant_type = text("The grant: `refresh_token`.").pattern(Some("^refresh_token$"));
    ObjectBuilder::new()
        .title(Some("refresh_token"))
        .property("grant_type", grant_type)
        .property("refresh_token", not_empty())
        .required("grant_type")
        .required("refresh_token")
}

use proc_macro2::TokenStream;
use quote::quote;

use crate::testing::{errors, messages, pretty};

#[allow(clippy::needless_pass_by_value, reason = "as `quote!` returns it")]
fn run(options: TokenStream, item: TokenStream) -> TokenStream {
    super::run(&options, item)
}

#[test]
fn a_right_attribute_gives_no_error() {
    let plain = quote!(
        fn get_db(State(db): State<Db>) -> Db {
            db
        }
    );
    assert!(errors(run(quote!(), plain)).is_empty());
}

#[test]
fn a_dependency_is_not_public() {
    let found = messages(run(
        quote!(public),
        quote!(
            fn get_db() {}
        ),
    ));
    assert_eq!(found, ["unknown option `public`"]);
}

#[test]
fn a_misspelt_permission_hides_what_follows_from_it() {
    let item = || {
        quote!(
            fn own(user: User) -> Result<Item, NotPermitted> {}
        )
    };
    let misspelt = quote!(depends = get_user, permision = "item:owner", not_found);
    assert_eq!(
        messages(run(misspelt, item())),
        ["unknown option `permision`"]
    );
    let missing = quote!(depends = get_user, not_found);
    assert_eq!(
        messages(run(missing, item())),
        ["`not_found` has no effect without `permission`"]
    );
}

#[test]
fn a_dependency_does_not_depend_on_itself() {
    let function = quote!(
        fn get_user(user: User) -> User {}
    );
    let found = messages(run(quote!(depends = get_user), function));
    assert_eq!(found, ["`get_user` depends on itself"]);
}

#[test]
fn a_dependency_has_one_type() {
    let function = quote!(
        fn get<T>(any: impl Any) -> Result<impl Any, Error> {}
    );
    assert_eq!(
        messages(run(quote!(), function)),
        [
            "a dependency cannot be generic: `depends = ...` takes no type arguments",
            "a dependency cannot take `impl Trait`",
            "a dependency's value needs a named type",
        ]
    );
}

#[test]
fn a_first_parameter_that_was_meant_for_a_value_is_not_judged_as_an_extractor() {
    let function = quote!(
        fn get(id: u32) {}
    );
    let found = messages(run(quote!(depends = get_id()), function));
    assert_eq!(found, ["`depends` names a function and does not call it"]);
}

#[test]
fn expands_a_dependency() {
    let function = quote! {
        /// The user.
        async fn get_user(
            token: AccessToken,
            scopes: SecurityScopes,
            State(users): State<Users>,
        ) -> Result<User, ApiError> {
            todo(token, scopes, users)
        }
    };
    let options = quote!(scopes = ["me"], depends = OAuth2PasswordBearer);
    insta::assert_snapshot!(pretty(run(options, function)));
}

#[test]
fn expands_a_broken_dependency_to_a_function_and_its_name() {
    let broken = run(
        quote!(dep = get_db),
        quote!(
            fn get_user(db: Db) {}
        ),
    );
    insta::assert_snapshot!(pretty(broken));
}

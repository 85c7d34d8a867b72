//! Items, and to whom they belong.

use axum::http::Method;
use serde_json::{Value, json};

use crate::api::Api;

const ALL: &str = "me items items:write";

async fn create(api: &Api, token: &str, title: &str) -> Value {
    let body = json!({ "title": title });
    let (status, item) = api
        .call(Method::POST, "/items/", Some(token), Some(body))
        .await;
    assert_eq!(status, 201, "{item}");
    item
}

fn path(item: &Value) -> String {
    format!("/items/{}", item["item_id"].as_str().unwrap())
}

#[tokio::test]
async fn an_item_is_created_read_changed_and_deleted() {
    let api = Api::new().await;
    let token = api.new_user("carol", ALL).await;
    let item = create(&api, &token, "A chair").await;
    let id = item["item_id"].clone();
    assert_eq!(
        item,
        json!({"item_id": id, "owner": "carol", "title": "A chair", "description": ""})
    );
    assert_eq!(api.get(&path(&item), &token).await, (200, item.clone()));

    let body = json!({"title": "A table", "description": "Oak.\nFour legs."});
    let changed = api
        .call(Method::PUT, &path(&item), Some(&token), Some(body))
        .await;
    let expected = json!({"item_id": id, "owner": "carol", "title": "A table", "description": "Oak.\nFour legs."});
    assert_eq!(changed, (200, expected.clone()));
    assert_eq!(api.get(&path(&item), &token).await, (200, expected));
    // The endpoint of the tutorial shows it as it shows its own.
    let own = json!([{"item_id": id, "owner": "carol"}]);
    assert_eq!(api.get("/users/me/items/", &token).await, (200, own));

    let deleted = api
        .call(Method::DELETE, &path(&item), Some(&token), None)
        .await;
    assert_eq!(deleted, (204, Value::Null));
    assert_eq!(api.get(&path(&item), &token).await.0, 404);
    let again = api
        .call(Method::DELETE, &path(&item), Some(&token), None)
        .await;
    assert_eq!(again.0, 404);
}

#[tokio::test]
async fn the_endpoint_of_the_tutorial_shows_no_more_than_the_longest_page() {
    let api = Api::new().await;
    let token = api.new_user("carol", ALL).await;
    for _ in 0..101 {
        create(&api, &token, "A chair").await;
    }
    let (status, own) = api.get("/users/me/items/", &token).await;
    assert_eq!((status, own.as_array().map(Vec::len)), (200, Some(100)));
}

#[tokio::test]
async fn what_belongs_to_somebody_else_looks_like_what_does_not_exist() {
    let api = Api::new().await;
    let (carol, dave) = (
        api.new_user("carol", ALL).await,
        api.new_user("dave", ALL).await,
    );
    let item = create(&api, &carol, "A chair").await;
    let body = Some(json!({"title": "Mine"}));
    for target in [
        path(&item),
        "/items/Foo".into(),
        "/items/none".into(),
        "/items/%00".into(),
        "/items/%ff".into(),
    ] {
        for (method, body) in [
            (Method::GET, None),
            (Method::PUT, body.clone()),
            (Method::DELETE, None),
        ] {
            let (status, answer) = api.call(method.clone(), &target, Some(&dave), body).await;
            assert_eq!(
                (status, answer),
                (404, json!({"detail": "Not Found"})),
                "{method} {target}"
            );
        }
    }
    assert_eq!(api.get("/items/", &dave).await.1["entries"], json!([]));
    assert_eq!(api.get(&path(&item), &carol).await, (200, item));
}

#[tokio::test]
async fn items_are_listed_page_by_page_in_the_order_of_their_creation() {
    let api = Api::new().await;
    let token = api.new_user("carol", ALL).await;
    for number in 0..7 {
        create(&api, &token, &number.to_string()).await;
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    let (mut titles, mut target) = (String::new(), "/items/?limit=3".to_owned());
    let mut pages = 0;
    loop {
        let (status, page) = api.get(&target, &token).await;
        assert_eq!(status, 200, "{page}");
        pages += 1;
        for item in page["entries"].as_array().unwrap() {
            titles.push_str(item["title"].as_str().unwrap());
        }
        let Some(next) = page["next"].as_str() else {
            break;
        };
        target = format!("/items/?limit=3&after={next}");
    }
    assert_eq!((titles.as_str(), pages), ("0123456", 3));
    let (_, none) = api.get("/items/?after=%00", &token).await;
    assert_eq!(none["entries"].as_array().unwrap().len(), 7);
}

#[tokio::test]
async fn each_method_has_its_scope() {
    let api = Api::new().await;
    let writes = api.new_user("carol", ALL).await;
    let item = create(&api, &writes, "A chair").await;
    let reads = api
        .log_in("carol", "correct+horse+battery", "me items")
        .await;
    // `items:write` implies `items`.
    let implied = api
        .log_in("carol", "correct+horse+battery", "me items:write")
        .await;
    let neither = api.log_in("carol", "correct+horse+battery", "me").await;
    let body = || Some(json!({"title": "A table"}));
    for (method, target, body, scopes) in [
        (Method::GET, "/items/".to_owned(), None, "items"),
        (Method::GET, path(&item), None, "items"),
        (Method::POST, "/items/".to_owned(), body(), "items:write"),
        (Method::PUT, path(&item), body(), "items:write"),
        (Method::DELETE, path(&item), None, "items:write"),
    ] {
        let mut statuses = Vec::new();
        for token in [&neither, &reads, &implied] {
            let (status, _) = api
                .call(method.clone(), &target, Some(token), body.clone())
                .await;
            statuses.push(status < 300);
        }
        assert_eq!(
            statuses,
            [false, scopes == "items", true],
            "{method} {target}"
        );
    }
}

#[tokio::test]
async fn what_is_no_item_is_refused() {
    let api = Api::new().await;
    let token = api.new_user("carol", ALL).await;
    for body in [
        json!({}),
        json!({"title": ""}),
        json!({"title": "x".repeat(101)}),
        json!({"title": "a\u{0}b"}),
        json!({"title": "A chair", "owner": "johndoe"}),
        json!({"title": "A chair", "description": "x".repeat(2001)}),
    ] {
        let (status, answer) = api
            .call(Method::POST, "/items/", Some(&token), Some(body))
            .await;
        assert_eq!(status, 422, "{answer}");
        assert!(answer["detail"][0]["msg"].is_string());
    }
    let long = json!({"title": "A chair", "description": "x".repeat(10_000)});
    let (status, _) = api
        .call(Method::POST, "/items/", Some(&token), Some(long))
        .await;
    assert_eq!(status, 413);
}

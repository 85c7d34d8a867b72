use super::{assert_calls, calls};
use crate::{bearer, get, verifier};

mod recipe {
    use crate::application::account::*;

    example!("axum_app_with_files");

    pub(super) fn router(verifier: Verifier, assets: &Path, reports: &Path) -> Router {
        app_with_files(verifier, assets, reports)
    }
}

#[tokio::test]
async fn assets_are_for_everybody_and_reports_for_some() {
    let folder = tempfile::tempdir().unwrap();
    let [assets, reports] = ["assets", "reports"].map(|name| folder.path().join(name));
    for (path, name, text) in [
        (&assets, "app.js", "let it = 1;"),
        (&reports, "may.csv", "1,2,3"),
    ] {
        std::fs::create_dir(path).unwrap();
        std::fs::write(path.join(name), text).unwrap();
    }
    let router = recipe::router(verifier(), &assets, &reports);
    let open = |status| [(String::new(), status)];
    assert_calls(&router, "/assets/app.js", &open(200)).await;
    assert_calls(&router, "/assets/may.csv", &open(404)).await;
    assert_calls(&router, "/assets/../reports/may.csv", &open(404)).await;
    assert_calls(&router, "/assets/%2e%2e/reports/may.csv", &open(404)).await;
    assert_calls(&router, "/reports/may.csv", &calls("admin", 200)).await;
    assert_calls(&router, "/reports/none.csv", &calls("admin", 404)).await;
    let report = get(&router, "/reports/may.csv", &bearer("johndoe", &["admin"])).await;
    assert_eq!(report.2, "1,2,3");
}

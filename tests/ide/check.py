"""What editors show of a service, asked of rust-analyzer: see `run`."""

import pathlib
import sys
import unittest

from editor import Editor

AUTH, MAIN = "src/auth.rs", "src/main.rs"

MACROS = (pathlib.Path(__file__).resolve().parents[2] / "macros/src/lib.rs").as_uri()
IN_LEVEL = ("        depends = ", "get_current_active_user\n    ));")

# Where a dependency is named in an attribute, and what it leads to.
NAMED = [
    (MAIN, ("#[security(depends = ", "get_current_active_user)]\nasync"), "get_current_active_user"),
    (MAIN, ('"items"], depends = auth::', "get_current_active_user)]\nasync"), "get_current_active_user"),
    (MAIN, ("#[security(depends = ", "OAuth2PasswordBearer)]"), "OAuth2PasswordBearer"),
    (MAIN, ('"items"], depends = ', "get_current_active_user)] user"), "get_current_active_user"),
    (MAIN, IN_LEVEL, "get_current_active_user"),
    (AUTH, ("#[dependency(depends = ", "OAuth2PasswordBearer)]"), "OAuth2PasswordBearer"),
    (AUTH, ('"me"], depends = ', "get_current_user)]"), "get_current_user"),
]
DOCUMENTED = {
    "get_current_active_user": "The user, unless disabled.",
    "get_current_user": "The user of the token.",
    "OAuth2PasswordBearer": "Logs in with a password.",
}


class Ide(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.editor = Editor(pathlib.Path(__file__).resolve().parent, sys.argv[1])
        cls.editor.open(AUTH)
        cls.editor.open(MAIN)

    @classmethod
    def tearDownClass(cls):
        cls.editor.close()

    def hover(self, file, place):
        found = self.editor.ask_at("hover", file, place)
        return found["contents"]["value"] if found else ""

    def test_a_dependency_leads_to_its_function_only(self):
        for file, place, name in NAMED:
            with self.subTest(place):
                found = [self.editor.name_at(each) for each in self.editor.ask_at("definition", file, place)]
                self.assertEqual(found[0], (AUTH, name))
                # In `level!`, the name is also where the compiler reports that the state has no verifier.
                others = {file for file, name in found[1:] if name != "level!"}
                self.assertLessEqual(others, {MACROS} if place == IN_LEVEL else set())

    def test_a_dependency_shows_its_documentation(self):
        for file, place, name in NAMED:
            with self.subTest(place):
                self.assertIn(DOCUMENTED[name], self.hover(file, place))

    def test_the_macros_show_theirs(self):
        macros = {
            (MAIN, ("#[", "security(depends = get_current_active_user)]\nasync")): "Protects a handler",
            (MAIN, ("requires(", "level!")): "requires of all its routes",
            (AUTH, ("#[", "dependency(depends = OAuth2PasswordBearer)]")): "Makes a function a dependency",
            (AUTH, ("#[derive(", "SecurityScheme)]")): "Declares a security scheme",
        }
        for (file, place), text in macros.items():
            with self.subTest(place):
                self.assertIn(text, self.hover(file, place))

    def test_a_handler_shows_its_signature_and_documentation(self):
        for place in [("async fn ", "read_users_me("), ("get(", "read_users_me)")]:
            shown = self.hover(MAIN, place)
            self.assertIn("async fn read_users_me(", shown)
            self.assertIn("-> Json<String>", shown)
            self.assertIn("Read the current user.", shown)

    def test_a_parameter_shows_its_type(self):
        self.assertIn("current_user: User", self.hover(MAIN, ("Json(", "current_user.0)")))
        self.assertIn("token: AccessToken", self.hover(MAIN, ("Json((", "token.claims")))

    def test_all_uses_of_a_dependency_are_found_and_renamed(self):
        definition = ("pub async fn ", "get_current_active_user(")
        found = self.editor.ask_at("references", AUTH, definition, context={"includeDeclaration": True})
        uses = sum(self.editor.texts[file].count("get_current_active_user") for file in (AUTH, MAIN))
        self.assertEqual({self.editor.name_at(each)[1] for each in found}, {"get_current_active_user"})
        self.assertEqual(len(found), uses)
        edit = self.editor.ask_at("rename", AUTH, definition, newName="get_active")
        changes = edit.get("changes") or {each["textDocument"]["uri"]: each["edits"] for each in edit["documentChanges"]}
        self.assertEqual(sum(len(edits) for edits in changes.values()), uses)

    def test_a_right_program_has_no_problems(self):
        for file in (AUTH, MAIN):
            document = {"uri": (self.editor.root / file).as_uri()}
            self.assertEqual(self.editor.ask("textDocument/diagnostic", {"textDocument": document})["items"], [])

    def test_dependencies_are_completed(self):
        place = ("depends = get_current_act", "ive_user)]\nasync fn read_users_me")
        found = self.editor.ask_at("completion", MAIN, place)
        names = [item["label"].split("(")[0].rstrip(":") for item in found["items"]]
        self.assertIn("get_current_active_user", names)
        generated = [name for name in names if "scopegate" in name.lower() and name != "scopegate"]
        self.assertEqual(generated + [name for name in names if name == "NotADependency"], [])

    def test_an_import_that_is_missing_is_added_under_its_own_name(self):
        text = self.editor.texts[MAIN]
        self.editor.change(MAIN, text.replace("Users, get_current_active_user}", "Users}"))
        try:
            place = self.editor.position(MAIN, "#[security(depends = ", "get_current_active_user)]\nasync")
            document = {"uri": (self.editor.root / MAIN).as_uri()}
            actions = self.editor.ask(
                "textDocument/codeAction",
                {"textDocument": document, "range": {"start": place, "end": place}, "context": {"diagnostics": []}},
            )
            imports = [action for action in actions if action["title"].startswith("Import ")]
            self.assertTrue(imports, [action["title"] for action in actions])
            for action in imports:
                self.assertNotIn("Scopegate", str(self.editor.ask("codeAction/resolve", action)["edit"]))
        finally:
            self.editor.change(MAIN, text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

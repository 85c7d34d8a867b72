// `run` starts the demo and calls this with its address.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

import { SwaggerUi } from "./swagger-ui.mjs";

const demo = process.env.DEMO_URL;
let browser;
let page;
const requested = [];
const complaints = [];

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      ...(process.getuid() === 0 ? ["--no-sandbox"] : []), // Chromium has none for root
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
    ],
  });
  const context = await browser.newContext({ viewport: { width: 1100, height: 720 } });
  context.setDefaultTimeout(15_000);
  // Of every page: the redirect page opens in a window of its own.
  context.on("request", (request) => requested.push(request.url()));
  context.on("weberror", (error) => complaints.push(error.error().message));
  context.on("console", (message) => {
    // A refused request is logged as an error, and is what we ask for.
    const refused = /the server responded with a status of 40[01]/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !refused) complaints.push(message.text());
  });
  page = await context.newPage();
});

after(() => browser?.close());

/** Of what the page shows, for `demo/README.md`, if `SCREENSHOTS` names its folder. */
async function picture(name) {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

test("a person logs in with one scope, then with both", async () => {
  const ui = new SwaggerUi(page);
  await ui.open(`${demo}/docs`);
  assert.deepEqual(await ui.offeredScopes(), {
    me: "Read information about the current user.",
    items: "Read items.",
    "items:write": "Create, change and delete items.",
    offline_access: "Stay logged in: get a refresh token.",
    "users:read": "Read all users.",
    "users:write": "Change users.",
  });

  const anonymous = await ui.tryOut("/users/me/");
  assert.equal(anonymous.status, 401);
  assert.match(anonymous.body, /"Not authenticated"/);

  await ui.logIn("johndoe", "secret", ["me"]);
  const items = await ui.tryOut("/users/me/items/");
  assert.equal(items.status, 401);
  assert.match(items.body, /"Not enough permissions"/);
  const me = await ui.tryOut("/users/me/");
  assert.equal(me.status, 200);
  assert.match(me.body, /"username": "johndoe"/);

  await ui.logOut();
  assert.equal((await ui.tryOut("/users/me/")).status, 401);

  await ui.logIn("johndoe", "secret", ["me", "items"]);
  await picture("docs");
  const both = await ui.tryOut("/users/me/items/");
  assert.equal(both.status, 200);
  assert.match(both.body, /"owner": "johndoe"/);
  assert.equal((await ui.tryOut("/users/me/")).status, 200);
});

test("the token endpoint has a form with what both grants need", async () => {
  const ui = new SwaggerUi(page);
  await ui.open(`${demo}/docs`);
  const fields = await ui.formFields("/token");
  for (const field of ["grant_type", "username", "password", "refresh_token", "scope"]) {
    assert.ok(fields.includes(field), `${field}: ${fields}`);
  }
});

test("a slash at the end changes nothing", async () => {
  await new SwaggerUi(page).open(`${demo}/docs/`);
});

test("the reference shows every operation", async () => {
  await page.goto(`${demo}/reference`);
  for (const summary of ["Log in for an access token.", "Read own items."]) {
    await page.getByText(summary).first().click();
    await page.getByRole("heading", { name: summary }).waitFor(); // there once it is in view
  }
});

test("the page about access shows what a token opens, as the service enforces it", async () => {
  await page.goto(`${demo}/access`);
  const open = () => page.locator("tr.open td:first-child").allInnerTexts();
  await page.locator("#operations tr").first().waitFor();
  assert.deepEqual(await open(), []);

  const logIn = async (password, scopes) => {
    await page.getByLabel("Password").fill(password);
    for (const box of await page.locator("#scopes input").all()) {
      await box.setChecked(scopes.includes(await box.inputValue()));
    }
    const answered = page.waitForResponse((response) => response.url() === `${demo}/token`);
    await page.getByRole("button", { name: "Log in" }).click();
    await answered;
    await page.locator("#answer:not(:empty)").waitFor();
  };
  await logIn("secret", ["me", "items:write", "users:write"]);
  await page.getByText("The token grants me, items:write, items.").waitFor();
  const opened = await open();
  assert.ok(opened.includes("GET /items/") && opened.includes("DELETE /items/{item_id}"), opened);
  assert.ok(!opened.some((operation) => operation.includes("/admin/")), opened);
  await picture("access");

  // Each row is true: without a body or an item, an operation that is open is not refused for its token.
  const token = await page.evaluate(async () => {
    const body = new URLSearchParams({ username: "johndoe", password: "secret", scope: "me items:write" });
    return (await (await fetch("/token", { method: "POST", body })).json()).access_token;
  });
  for (const row of await page.locator("#operations tr").all()) {
    const [operation, , verdict] = await row.locator("td").allInnerTexts();
    const [method, path] = operation.split(" ");
    if (path === "/users/me/sessions/") continue; // would revoke the token
    const response = await page.request.fetch(demo + path.replace(/\{.*\}/, "none"), {
      method,
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(response.status() === 401 ? "closed" : "open", verdict, operation);
  }

  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Incorrect username or password").waitFor();
  assert.deepEqual(await open(), []);
});

test("the redirect page hands the answer to the page that opened it", async () => {
  await page.goto(`${demo}/docs`);
  // What Swagger UI waits for while the authorization server's window is open.
  const answer = await page.evaluate(
    () =>
      new Promise((resolve) => {
        window.swaggerUIRedirectOauth2 = {
          state: "xyz",
          redirectUrl: `${location.origin}/docs/oauth2-redirect`,
          auth: { schema: { get: () => "authorizationCode" }, name: "OAuth2" },
          callback: (payload) => resolve(payload.auth.code),
          errCb: (error) => resolve(error.message),
        };
        window.open("/docs/oauth2-redirect?code=abc&state=xyz");
      }),
  );
  assert.equal(answer, "abc");
});

test("nothing was loaded from elsewhere, and the browser did not complain", () => {
  const elsewhere = requested.filter((url) => !url.startsWith("data:") && new URL(url).origin !== demo);
  assert.deepEqual(elsewhere, []);
  assert.deepEqual(complaints, []);
  assert.ok(requested.includes(`${demo}/token`), "the relative token URL is that of the service");
});

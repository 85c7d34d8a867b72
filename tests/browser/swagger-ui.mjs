// Swagger UI, as a person sees it.

export class SwaggerUi {
  constructor(page) {
    this.page = page;
  }

  async open(url) {
    await this.page.goto(url);
    await this.page.locator(".opblock").first().waitFor();
  }

  /** The scopes that the Authorize dialog offers, with their descriptions. */
  async offeredScopes() {
    const dialog = await this.#openDialog();
    const scopes = await dialog.locator(".scopes .checkbox").evaluateAll((boxes) =>
      boxes.map((box) => Array.from(box.querySelectorAll("p"), (text) => text.textContent)),
    );
    await this.#closeDialog(dialog);
    return Object.fromEntries(scopes);
  }

  async logIn(username, password, scopes) {
    const dialog = await this.#openDialog();
    await dialog.locator("#oauth_username").fill(username);
    await dialog.locator("#oauth_password").fill(password);
    for (const scope of scopes) {
      await dialog.locator(`.scopes label[for^="${scope}-"] .item`).first().click();
    }
    await dialog.getByRole("button", { name: "Apply given OAuth2 credentials" }).click();
    await dialog.getByRole("button", { name: "Remove authorization" }).waitFor();
    await this.#closeDialog(dialog);
  }

  async logOut() {
    const dialog = await this.#openDialog();
    await dialog.getByRole("button", { name: "Remove authorization" }).click();
    await dialog.getByRole("button", { name: "Apply given OAuth2 credentials" }).waitFor();
    await this.#closeDialog(dialog);
  }

  /** The fields of the form of an operation that is not open yet. */
  async formFields(path) {
    const operation = this.#operation(path);
    await operation.locator(".opblock-summary-control").click();
    const names = operation.locator(".opblock-section-request-body .parameter__name");
    await names.first().waitFor();
    return (await names.allInnerTexts()).map((name) => name.split("\n")[0].trim());
  }

  #operation(path) {
    return this.page.locator(".opblock").filter({
      has: this.page.locator(`[data-path="${path}"]`),
    });
  }

  /** What "Try it out" shows for an operation without parameters. */
  async tryOut(path) {
    const operation = this.#operation(path);
    const button = operation.getByRole("button", { name: "Try it out" });
    const execute = operation.getByRole("button", { name: "Execute" });
    if (!(await execute.isVisible())) {
      await operation.locator(".opblock-summary-control").click();
      await button.click();
    }
    const answered = this.page.waitForResponse((response) => new URL(response.url()).pathname === path);
    await execute.click();
    await answered;
    const row = operation.locator(".live-responses-table .response").first();
    const status = await row.locator(".response-col_status").innerText();
    const body = await row.locator(".response-col_description .highlight-code").first().innerText();
    return { status: Number.parseInt(status, 10), body };
  }

  async #openDialog() {
    await this.page.locator(".auth-wrapper .btn.authorize").first().click();
    const dialog = this.page.locator(".dialog-ux .modal-ux");
    await dialog.waitFor();
    return dialog;
  }

  async #closeDialog(dialog) {
    await dialog.locator(".btn-done").click();
    await dialog.waitFor({ state: "detached" });
  }
}

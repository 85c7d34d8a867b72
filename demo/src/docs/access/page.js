const { scopes, operations } = await (await fetch("/access.json")).json();
const form = document.getElementById("login");
const answer = document.getElementById("answer");

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

for (const { name, description } of scopes) {
  const box = element("input", { type: "checkbox", name: "scope", value: name });
  document.getElementById("scopes").append(
    element("label", {}, box, element("code", {}, name), element("span", {}, description)),
  );
}

/** The scopes of an access token, with those that they imply. */
function opened(token) {
  const payload = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
  const granted = JSON.parse(atob(payload)).scopes;
  return new Set(scopes.filter(({ name }) => granted.includes(name)).flatMap(({ name, implies }) => [name, ...implies]));
}

/** Shows which operations these scopes open; none without a token. */
function show(granted) {
  const rows = operations.map(({ method, path, alternatives }) => {
    const open = granted && alternatives.some((needed) => needed.every((scope) => granted.has(scope)));
    return element(
      "tr",
      { className: open ? "open" : "closed" },
      element("td", {}, element("code", {}, `${method} ${path}`)),
      element("td", {}, element("code", {}, alternatives.map((needed) => needed.join(" ") || "(any token)").join(" or "))),
      element("td", {}, open ? "open" : "closed"),
    );
  });
  document.getElementById("operations").replaceChildren(...rows);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = new FormData(form);
  const body = new URLSearchParams({
    username: fields.get("username"),
    password: fields.get("password"),
    scope: fields.getAll("scope").join(" "),
  });
  const response = await fetch("/token", { method: "POST", body });
  const json = await response.json();
  if (!response.ok) {
    answer.textContent = typeof json.detail === "string" ? json.detail : "Something is missing.";
    show(null);
    return;
  }
  const granted = opened(json.access_token);
  answer.textContent = granted.size ? `The token grants ${[...granted].join(", ")}.` : "The token grants no scopes.";
  show(granted);
});

show(null);

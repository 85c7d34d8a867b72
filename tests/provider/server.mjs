// A certified OpenID provider on a free port of this machine. Lines of JSON on stdin say what happens to
// it, `{"do":"rotate"}`, and each is answered with a line on stdout. It ends when stdin does.
// An argument may say, in JSON, that it lies about its name (`issuer`), or that RSA keys do not name
// their algorithm (`namedAlgorithms`).

import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

import { KeyRing } from "./keys.mjs";
import { openIdProvider } from "./provider.mjs";
import { memory } from "./store.mjs";

console.info = console.warn; // stdout is for answers

// What a resource server asks for.
const counted = {
  "/.well-known/openid-configuration": "discovery",
  "/.well-known/oauth-authorization-server": "discovery",
  "/jwks": "jwks",
  "/token/introspection": "introspection",
};

const options = JSON.parse(process.argv[2] ?? "{}");
const keys = await KeyRing.create(options.namedAlgorithms ?? true);
const adapter = memory(); // one for all instances, so that a rotation loses no session and no token
const requests = { discovery: 0, jwks: 0, introspection: 0 };
let answers = true;
let handle;

const server = createServer((request, response) => {
  const name = counted[new URL(request.url, url).pathname];
  if (name) requests[name] += 1;
  if (answers) handle(request, response);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address();
const url = `http://127.0.0.1:${port}`;
const issuer = options.issuer ?? url;

// Signing keys are read when a provider is made, so each set of keys gets a new one.
function serveKeys() {
  handle = openIdProvider(issuer, keys.jwks(), adapter).callback();
  return { kids: keys.kids() };
}

async function stopListening() {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

const commands = {
  /** A new key for each algorithm signs from now on; the old ones stay published. */
  async rotate() {
    await keys.rotate();
    return serveKeys();
  },
  /** Only the newest keys stay published. */
  drop() {
    keys.drop();
    return serveKeys();
  },
  /** Nothing listens on the port. */
  async down() {
    await stopListening();
    return {};
  },
  /** Accepts connections and answers nothing. */
  hang() {
    answers = false;
    return {};
  },
  /** Serves again, on the same port. */
  async up() {
    await stopListening();
    answers = true;
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return {};
  },
  /** How many requests came until now. */
  requests() {
    return requests;
  },
};

function say(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

say({ url, ...serveKeys() });
for await (const line of createInterface({ input: process.stdin })) {
  say(await commands[JSON.parse(line).do]());
}
process.exit(0);

// Who may ask the provider for what.

import { errors, Provider } from "oidc-provider";

import { algorithms } from "./keys.mjs";

const scope = "items:read items:write admin";

/** Services that access tokens are for: one for each algorithm, and others. */
const resources = {
  "https://api.example": { jwt: { sign: { alg: "RS256" } } },
  "https://other.example": { jwt: { sign: { alg: "RS256" } } },
  "https://opaque.example": { accessTokenFormat: "opaque" },
  "https://other-opaque.example": { accessTokenFormat: "opaque" },
};
for (const alg of algorithms) {
  resources[`https://${alg.toLowerCase()}.example`] = { jwt: { sign: { alg } } };
}

function getResourceServerInfo(_context, resource) {
  const known = resources[resource];
  if (!known) throw new errors.InvalidTarget();
  return { scope, audience: resource, accessTokenTTL: 600, accessTokenFormat: "jwt", ...known };
}

const clients = [
  {
    client_id: "machine",
    client_secret: "machine-secret",
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
  },
  {
    client_id: "app",
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code"],
    redirect_uris: ["http://127.0.0.1/callback"],
    response_types: ["code"],
  },
  {
    client_id: "resource-server",
    client_secret: "a secret: 100% of +/& that has to be encoded",
    grant_types: [],
    redirect_uris: [],
    response_types: [],
  },
];

const users = new Map([["johndoe", { email: "johndoe@example.com" }]]);

function findAccount(_context, id) {
  const user = users.get(id);
  return user && { accountId: id, claims: () => ({ sub: id, ...user }) };
}

/** `adapter` outlives the provider; see `server.mjs`. */
export function openIdProvider(issuer, jwks, adapter) {
  return new Provider(issuer, {
    adapter,
    jwks,
    clients,
    findAccount,
    scopes: ["openid", ...scope.split(" ")],
    cookies: { keys: ["signs the cookies of these tests"] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: true }, // any password will do
      encryption: { enabled: true }, // publishes keys that sign nothing
      introspection: {
        enabled: true,
        allowedPolicy: (_context, client) => client.clientId === "resource-server",
      },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo,
        useGrantedResource: () => true,
      },
      revocation: { enabled: true },
    },
  });
}

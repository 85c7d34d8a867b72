// Signing keys in generations: the newest signs, the older ones are published until they are dropped.

import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

const generate = promisify(generateKeyPair);

const rsa = () => generate("rsa", { modulusLength: 2048 });
const p256 = () => generate("ec", { namedCurve: "P-256" });

const signing = {
  RS256: rsa,
  PS256: rsa,
  ES256: p256,
  ES512: () => generate("ec", { namedCurve: "P-521" }),
  EdDSA: () => generate("ed25519"),
};

const kinds = { ...signing, "ECDH-ES": p256 }; // one that signs nothing, as in many providers' sets

export const algorithms = Object.keys(signing);

async function generation(number) {
  const key = async ([alg, generated]) => {
    const { privateKey } = await generated();
    const use = alg in signing ? "sig" : "enc";
    return { ...privateKey.export({ format: "jwk" }), alg, use, kid: `${alg}-${number}` };
  };
  return Promise.all(Object.entries(kinds).map(key));
}

export class KeyRing {
  #generations = [];
  #made = 0;
  #named;

  /** `named`: whether RSA keys say which algorithm they are for. */
  static async create(named) {
    const ring = new KeyRing();
    ring.#named = named;
    await ring.rotate();
    return ring;
  }

  async rotate() {
    this.#made += 1;
    this.#generations.unshift(await generation(this.#made));
  }

  drop() {
    this.#generations.length = 1;
  }

  /** The newest first: a provider signs with the first key that fits. */
  jwks() {
    const keys = this.#generations.flat();
    if (this.#named) return { keys };
    return { keys: keys.map((key) => (key.kty === "RSA" ? { ...key, alg: undefined } : key)) };
  }

  kids() {
    return this.jwks().keys.map((key) => key.kid);
  }
}

// Where providers keep sessions, grants, codes and opaque tokens: in memory, shared by all instances.

class Records {
  #all;
  #model;

  constructor(all, model) {
    this.#all = all;
    this.#model = model;
  }

  async upsert(id, payload) {
    this.#all.set(this.#key(id), payload);
  }

  async find(id) {
    return this.#all.get(this.#key(id));
  }

  async findByUid(uid) {
    return this.#first((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode) {
    return this.#first((payload) => payload.userCode === userCode);
  }

  async consume(id) {
    this.#all.get(this.#key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    this.#all.delete(this.#key(id));
  }

  async revokeByGrantId(grantId) {
    for (const [key, payload] of this.#all) {
      if (payload.grantId === grantId) this.#all.delete(key);
    }
  }

  #key(id) {
    return `${this.#model}:${id}`;
  }

  #first(found) {
    for (const [key, payload] of this.#all) {
      if (key.startsWith(`${this.#model}:`) && found(payload)) return payload;
    }
    return undefined;
  }
}

export function memory() {
  const all = new Map();
  return (model) => new Records(all, model);
}

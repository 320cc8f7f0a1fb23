/** The token that a conversation is known by. It is fetched when it is first needed, and once at a time. */

export class Session {
  #api;
  #store;
  #beginning = null;

  /** The token is kept in the store's data. */
  constructor(api, store) {
    this.#api = api;
    this.#store = store;
  }

  /** The token there is, or null. */
  get token() {
    return this.#store.data.token;
  }

  /** The token there is, or that of a new conversation. */
  async begun() {
    const { data } = this.#store;
    if (data.token) return data.token;
    this.#beginning ??= this.#api.begin().finally(() => (this.#beginning = null));
    const token = await this.#beginning;
    if (token !== data.token) Object.assign(data, { token, after: 0 }); // replies are numbered from 1 in each
    this.#store.save();
    return data.token;
  }

  /** Forget a token that the server does not know any more; false where another has taken its place. */
  lost(token) {
    const { data } = this.#store;
    if (token !== data.token) return false;
    Object.assign(data, { token: null, after: 0 });
    return true;
  }

  /** Delete the conversation on the server. False where that failed. */
  ended() {
    return this.token ? this.end(this.token) : true;
  }

  /** The same for the conversation of `token`. */
  async end(token) {
    try {
      await this.#api.end(token);
      return true;
    } catch (error) {
      return error.status === 401; // there is none any more
    }
  }
}

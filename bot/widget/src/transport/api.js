/** The five calls of the web channel. Every failure is an ApiError; `status` 0 means that no answer came at all. */

const PATIENCE = 10_000; // ms until a call without an answer counts as failed

export class ApiError extends Error {
  /** `turn` is what the server wants to be shown in its place, where it says so. */
  constructor(status, turn = null) {
    super(`status ${status}`);
    this.status = status;
    this.turn = turn;
  }
}

export class Api {
  #root;

  constructor(base) {
    this.#root = `${base}/channels/web`;
  }

  /** A token for a new conversation. */
  async begin() {
    return (await (await this.#call("POST", "/session")).json()).token;
  }

  /** Hand in a message, `{id, text}` or `{id, choice}`; the same id twice is one message. The server's id of it. */
  async post(token, message) {
    return (await (await this.#call("POST", "/messages", { token, body: message })).json()).message;
  }

  /** Delete everything that the server keeps of the conversation. */
  async end(token) {
    await this.#call("DELETE", "/session", { token });
  }

  /** Replies numbered above `after`; the server waits up to `wait` seconds for the first. */
  async poll(token, after, wait, signal) {
    const path = `/poll?after=${after}&wait=${wait}`;
    return (await (await this.#call("GET", path, { token, signal, patience: (wait + 10) * 1000 })).json()).events;
  }

  /** The body of the stream of replies numbered above `after`. */
  async events(token, after, signal) {
    return (await this.#call("GET", `/events?after=${after}`, { token, signal, patience: 0 })).body;
  }

  async #call(method, path, { token, body, signal, patience = PATIENCE } = {}) {
    const headers = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    const giveUp = new AbortController();
    const stop = () => giveUp.abort();
    signal?.addEventListener("abort", stop);
    const timer = patience && setTimeout(stop, patience);
    let response;
    try {
      response = await fetch(this.#root + path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        signal: giveUp.signal,
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
      });
    } catch {
      throw new ApiError(0);
    } finally {
      clearTimeout(timer);
    }
    if (response.ok) return response;
    throw new ApiError(response.status, (await response.json().catch(() => ({}))).turn);
  }
}

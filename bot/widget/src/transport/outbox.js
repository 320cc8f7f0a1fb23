/** Sends messages one after another, and again with the same id after a failure, so that none is taken twice. */

const WAITS = [500, 1500, 4000]; // ms before each further attempt; then the person is told

/** What became of a message. */
export const SENDING = "sending";
export const SENT = "sent";
export const FAILED = "failed";

export class Outbox {
  #api;
  #on;
  #running = false;

  /**
   * `on` has `token()` (a promise), `next()` for the first entry to be sent, `sent(entry, message, token)`,
   * `refused(entry, turn)` where the server says why not, `failed(entry, error)`, and
   * `lost(token)` where the server does not know the token any more.
   */
  constructor(api, on) {
    this.#api = api;
    this.#on = on;
  }

  /** Send what there is to be sent. */
  async flush() {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let entry = this.#on.next(); entry; entry = this.#on.next()) await this.#send(entry);
    } finally {
      this.#running = false;
    }
  }

  async #send(entry) {
    for (let attempt = 0; ; attempt++) {
      let token = null;
      try {
        token = await this.#on.token();
        if (this.#on.next() !== entry) return; // it was deleted, or an earlier one goes first
        return this.#on.sent(entry, await this.#api.post(token, entry.body), token);
      } catch (error) {
        if (error.turn) return this.#on.refused(entry, error.turn);
        if (!mayPass(error.status) || !navigator.onLine || attempt >= WAITS.length) {
          return this.#on.failed(entry, error);
        }
        if (error.status === 401) this.#on.lost(token);
        else await new Promise((resolve) => setTimeout(resolve, WAITS[attempt]));
      }
    }
  }
}

function mayPass(status) {
  return status === 0 || status === 401 || status === 429 || status >= 500;
}

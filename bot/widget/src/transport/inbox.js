/** Brings replies in while the conversation is in view: a stream, or long polling where streams do not get through. */

import { eventsIn } from "./sse.js";

const FIRST = 8_000; // ms in which a stream must say something; a proxy that buffers does not let it
const SILENCE = 40_000; // ms without even a ping after which a stream is dead
const WAIT = 25; // seconds of one poll
const LONGEST = 10_000; // ms between two attempts
const STEADY = 5_000; // ms after which a stream that ended was a good one

export class Inbox {
  #api;
  #on;
  #going = null;
  #polls = false;
  #dumb = 0;

  /**
   * `on` has `token()` and `after()` for what to ask with, `reply(event)`, `reached()` after a success,
   * `failed(error)` after a failure; when that returns true there is no further attempt.
   */
  constructor(api, on) {
    this.#api = api;
    this.#on = on;
  }

  /** Begin; does nothing while it is going on. */
  start() {
    if (this.#going) return;
    this.#going = new AbortController();
    this.#run(this.#going.signal);
  }

  /** End, and close the stream. */
  stop() {
    this.#going?.abort();
    this.#going = null;
  }

  /** Try at once instead of after the wait. */
  again() {
    if (!this.#going) return;
    this.stop();
    this.start();
  }

  async #run(signal) {
    let wait = 0;
    while (!signal.aborted) {
      const began = Date.now();
      try {
        await (this.#polls ? this.#poll(signal) : this.#stream(signal));
        wait = 0;
        if (!this.#polls && Date.now() - began < STEADY) await pause(1000, signal);
      } catch (error) {
        if (signal.aborted || this.#on.failed(error)) return;
        wait = Math.min(LONGEST, Math.max(500, wait * 2));
        await pause(wait * (0.75 + Math.random() / 2), signal);
      }
    }
  }

  async #poll(signal) {
    const events = await this.#api.poll(this.#on.token(), this.#on.after(), WAIT, signal);
    if (signal.aborted) return;
    this.#on.reached();
    events.forEach((event) => this.#on.reply(event));
  }

  async #stream(signal) {
    const quiet = new AbortController();
    const end = () => quiet.abort();
    signal.addEventListener("abort", end);
    let heard = false;
    let timer = setTimeout(end, FIRST);
    try {
      const body = await this.#api.events(this.#on.token(), this.#on.after(), quiet.signal);
      for await (const event of eventsIn(body)) {
        if (signal.aborted) return;
        clearTimeout(timer);
        timer = setTimeout(end, SILENCE);
        heard = true;
        this.#dumb = 0;
        this.#on.reached();
        if (event) this.#on.reply(event);
      }
    } catch (error) {
      this.#polls = error.status === 429 || (!heard && quiet.signal.aborted && ++this.#dumb > 1);
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    }
  }
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

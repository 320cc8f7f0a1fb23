/** What outlives a reload: kept in this tab only. No cookies, nothing on disk. */

const MOST = 200; // entries of the history

export class Store {
  #key;
  #storage;

  /** `key` keeps conversations with different servers apart. */
  constructor(key) {
    this.#key = `ankle-assistant ${key}`;
    this.#storage = storage();
    let data = null;
    try {
      data = JSON.parse(this.#storage?.getItem(this.#key) ?? "null");
    } catch {
      // what cannot be read is begun anew
    }
    this.data = Array.isArray(data?.entries) ? { ...empty(), ...data } : empty();
  }

  /** Write what `data` holds. */
  save() {
    this.data.entries.splice(0, this.data.entries.length - MOST);
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(this.data));
    } catch {
      // a full or forbidden storage: then the conversation ends with the page
    }
  }

  /** Forget everything but whether the window is open. */
  clear() {
    this.data = { ...empty(), open: this.data.open };
    this.save();
  }
}

/** `marks` holds ticks and timers of cards; `alerts` the advice given at each level; `level` the one that holds. */
function empty() {
  return { token: null, after: 0, entries: [], marks: {}, alerts: {}, level: null, open: false };
}

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** The element `<ankle-assistant>`: launcher and window in a shadow tree of their own. */

import { button, h, icon } from "./dom.js";
import { Conversation } from "./model/conversation.js";
import { settingsOf } from "./settings.js";
import { roomSheet, sheet } from "./style/index.js";
import { Panel } from "./view/panel.js";
import { wordsOf } from "./words.js";

const BUBBLE = "M4 5h16v11H10l-4.5 4v-4H4z";
const SMALL = "(max-width: 30em), (max-height: 26em)"; // the window then covers the screen

/** The class of the element; `origin` is where the script, and so the server, is. */
export function assistantFrom(origin) {
  const room = roomSheet();
  return class AnkleAssistant extends HTMLElement {
    #settings;
    #conversation;
    #panel;
    #launcher;
    #small = matchMedia(SMALL);
    #ends = null;

    connectedCallback() {
      if (!this.shadowRoot) this.#build();
      this.#ends = new AbortController();
      const { signal } = this.#ends;
      const on = (target, name, act) => target.addEventListener(name, act, { signal });
      on(window, "online", () => this.#conversation.online(true));
      on(window, "offline", () => this.#conversation.online(false));
      on(window, "pagehide", () => this.#conversation.rest());
      on(window, "pageshow", () => this.#look());
      on(document, "visibilitychange", () => this.#look());
      on(document, "keydown", (event) => this.#escape(event));
      on(this.#small, "change", () => this.isOpen && !this.#settings.page && this.#show(false));
      if (window.visualViewport) on(window.visualViewport, "resize", () => this.#fit());
      if (!this.#settings.page) document.adoptedStyleSheets = [...document.adoptedStyleSheets, room];
      this.#look();
    }

    disconnectedCallback() {
      this.#ends.abort();
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== room);
      this.#conversation.rest();
    }

    /** Whether the window is open. */
    get isOpen() {
      return this.#settings.page || this.#panel.node.open;
    }

    /** Open the window. */
    open() {
      if (this.isOpen) return;
      this.#conversation.open = true;
      this.#show(true);
      this.#look();
    }

    /** Close it; the focus goes back to the launcher. */
    close() {
      if (this.#settings.page || !this.isOpen) return;
      this.#conversation.open = false;
      this.#panel.node.close();
      this.#launched(false);
      this.#launcher.focus();
      this.#look();
    }

    #build() {
      this.#settings = settingsOf(this, origin);
      const words = wordsOf(this.#settings.language);
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet()];
      this.#conversation = new Conversation(this.#settings.base, {
        added: (entry) => this.#panel.log.add(entry),
        updated: (entry) => this.#panel.log.update(entry),
        cleared: () => this.#panel.log.restore([]),
        alerted: () => this.#panel.banner.show(this.#conversation.alert),
        waiting: (is) => this.#panel.writing(is),
        reach: (state) => this.#panel.reach(state),
      });
      this.#panel = new Panel(this.#tools(words), this.#settings.title, this.#settings.page);
      Object.assign(this.#panel.node, { lang: this.#settings.language, dir: words.direction });
      this.#panel.node.addEventListener("cancel", (event) => {
        event.preventDefault();
        if (!this.#panel.unask()) this.close();
      });
      root.append(this.#panel.node);
      if (!this.#settings.page) root.prepend(this.#launch(words));
      for (const node of root.children) node.classList.toggle("left", this.#settings.left);
      this.#restore();
      if (this.#conversation.open && !this.#settings.page && this.#mayStayOpen()) this.#show(false);
    }

    /** Show what the tab remembers. What cannot be shown, such as another version's, is begun anew. */
    #restore() {
      try {
        this.#panel.log.restore(this.#conversation.entries);
        this.#panel.banner.show(this.#conversation.alert);
      } catch {
        this.#conversation.forget();
      }
    }

    /** What the views act with. */
    #tools(words) {
      const conversation = this.#conversation;
      return {
        words,
        base: this.#settings.base,
        mark: (name) => conversation.mark(name),
        setMark: (name, value) => conversation.setMark(name, value),
        retry: (entry) => conversation.retry(entry),
        say: (text, shown) => conversation.say(text, shown) ?? (shown && this.#panel.log.focusNewest()),
        choose: (id, title) => conversation.choose(id, title) ?? this.#panel.log.focusNewest(),
        person: () => conversation.say("I want to talk to a person", words.person),
        close: () => this.close(),
        clear: async () => {
          const done = await conversation.clear();
          if (done) this.#panel.composer.focus();
          return done;
        },
      };
    }

    #launch(words) {
      const label = h("span", {}, this.#settings.label || words.launcher);
      const attributes = { class: "launcher", part: "launcher", "aria-haspopup": "dialog" };
      this.#launcher = button("", () => this.open(), attributes);
      Object.assign(this.#launcher, { lang: this.#settings.language, dir: words.direction });
      this.#launcher.append(icon(BUBBLE), label);
      this.#launched(false);
      return this.#launcher;
    }

    #launched(open) {
      this.#launcher.setAttribute("aria-expanded", open);
      this.#launcher.classList.toggle("away", open);
    }

    /** As a window beside the page; on a small screen over it. `focus` only where the person has just asked for it. */
    #show(focus) {
      const { node, title, composer, log } = this.#panel;
      if (node.open) node.close();
      if (this.#small.matches) node.showModal();
      else node.setAttribute("open", "");
      this.#launched(true);
      this.#fit();
      log.toEnd();
      if (focus) this.#small.matches ? title.focus() : composer.focus();
    }

    /** A window over the whole page stays away when the person has gone on to another page. */
    #mayStayOpen() {
      return !this.#small.matches || performance.getEntriesByType("navigation")[0]?.type === "reload";
    }

    #look() {
      if (this.isOpen && document.visibilityState === "visible") this.#conversation.watch();
      else this.#conversation.rest();
    }

    #escape(event) {
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented || !this.isOpen) return;
      const { activeElement } = document;
      if (activeElement !== this && activeElement !== document.body) return;
      if (this.#panel.node.matches(":modal")) return; // the dialog's own cancel event comes
      if (!this.#panel.unask()) this.close();
    }

    /** Above the keyboard of a telephone. */
    #fit() {
      this.style.setProperty("--seen", `${window.visualViewport?.height ?? window.innerHeight}px`);
    }
  };
}

// What is typed and not yet saved, kept in this tab: it survives a reload, a cut network and a lost session.
// It is the tab's own (closing it erases it) and an account's own: it is erased when another person signs in,
// when one signs out, and after twelve hours.
"use strict";

const memory = {
  prefix: "tne38:",
  account: document.body.dataset.account,
  longest: 12 * 3600 * 1000,

  key(path) {
    return `${this.prefix}${this.account}:${path}`;
  },

  keep(path, entry) {
    try {
      sessionStorage.setItem(this.key(path), JSON.stringify({ ...entry, at: Date.now() }));
    } catch {
      // The storage is full or refused: the page then only warns before it is left.
    }
  },

  find(path) {
    try {
      return JSON.parse(sessionStorage.getItem(this.key(path)));
    } catch {
      return null;
    }
  },

  forget(path) {
    sessionStorage.removeItem(this.key(path));
  },

  keys() {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(this.prefix));
  },

  // The pages under an address of which something is kept.
  under(start) {
    return this.keys().filter((key) => key.startsWith(this.key(start))).map((key) => key.slice(this.key("").length));
  },

  forgetAll() {
    this.keys().forEach((key) => sessionStorage.removeItem(key));
  },

  forgetForeignAndOld() {
    for (const key of this.keys()) {
      const age = Date.now() - (JSON.parse(sessionStorage.getItem(key)).at ?? 0);
      if (!key.startsWith(this.key("")) || age > this.longest) {
        sessionStorage.removeItem(key);
      }
    }
  },
};

memory.forgetForeignAndOld();

document.addEventListener("submit", (event) => {
  if (event.target.hasAttribute("data-sign-out")) {
    memory.forgetAll();
  }
});

// Saves the page while one types: after a pause, never at each key; one request at a time; again by itself when
// the network is cut or the server errs. What is typed is kept in the tab (memory.js) until it is saved.
"use strict";

const saving = {
  form: document.querySelector("form[data-autosave]"),
  place: document.getElementById("sauvegarde"),
  pause: 2000, // after the last key, in milliseconds
  longestWait: 15000, // while one types without a pause
  retryAfter: [3, 6, 12, 30, 60], // seconds
  retries: 0,
  saved: "", // what the page held when it was last saved
  lost: null, // a request whose answer never came: sent again as it was, before anything else
  busy: null, // the request under way
  signedOut: false,

  // What is typed: neither the security token, nor what the page showed, nor a choice between two answers.
  fields() {
    const out = ["csrfmiddlewaretoken", "vu"];
    return [...new FormData(this.form)].filter(([name]) => !out.includes(name) && !name.startsWith("choix-"));
  },

  // The keys of the rows change at each save: nobody types them.
  content(fields = this.fields()) {
    return JSON.stringify(fields.filter(([name]) => !name.endsWith("-stored")));
  },

  seen() {
    return document.getElementById("vu").value;
  },

  get path() {
    return location.pathname;
  },

  get isUnsaved() {
    return this.lost !== null || this.content() !== this.saved;
  },

  tell(name, failed = false) {
    const line = document.getElementById("enregistre");
    line.textContent = this.place.dataset[name];
    line.classList.toggle("saved--failed", failed);
    this.place.classList.toggle("saving--failed", failed);
    document.getElementById("reessayer").hidden = !["cut", "failed"].includes(name);
    document.getElementById("se-reconnecter").hidden = !this.signedOut;
  },

  keep() {
    memory.keep(this.path, { fields: this.fields(), seen: this.seen() });
  },

  typed() {
    this.place.dataset.state = "unsaved";
    this.keep();
    this.waitingSince ??= Date.now();
    const left = this.waitingSince + this.longestWait - Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.max(0, Math.min(this.pause, left)));
  },

  // Save now; true once all that is typed is saved.
  async flush() {
    clearTimeout(this.timer);
    while (this.busy) {
      await this.busy;
    }
    if (!this.isUnsaved) {
      return true;
    }
    this.waitingSince = null;
    this.busy = this.attempt();
    const done = await this.busy;
    this.busy = null;
    return done ? this.flush() : false;
  },

  async attempt() {
    const request = this.lost ?? { fields: [...this.fields(), ["vu", this.seen()]], content: this.content() };
    this.tell("saving");
    const answer = await post(this.form.dataset.autosave, request.fields);
    if (!answer) {
      this.lost = request;
      return this.fail("cut");
    }
    if (isSignIn(answer.url)) {
      return this.fail("signedOut");
    }
    if (answer.status === 403) {
      return (await this.renew()) ? this.attempt() : this.fail(this.signedOut ? "signedOut" : "closed");
    }
    if (!answer.ok) {
      return this.fail(answer.status === 404 ? "closed" : "failed");
    }
    this.done(request, await answer.text());
    return true;
  },

  done(request, html) {
    Object.assign(this, { lost: null, retries: 0, saved: request.content, signedOut: false });
    this.tell("saving");
    htmx.swap("#enregistre", html, { swapStyle: "innerHTML" });
    if (this.isUnsaved) {
      this.keep();
    } else {
      this.settled(document.getElementById("vu").hasAttribute("data-partial"));
    }
  },

  // All that can be saved is; what is wrong, unfinished or to be chosen is still only in the page, and kept.
  settled(partly) {
    this.place.dataset.state = "saved";
    if (partly) {
      this.keep();
    } else {
      memory.forget(this.path);
    }
  },

  fail(why) {
    this.place.dataset.state = "failed";
    this.signedOut = why === "signedOut";
    this.tell(why, true);
    if (["cut", "failed"].includes(why)) {
      const seconds = this.retryAfter[Math.min(this.retries, this.retryAfter.length - 1)];
      this.retries += 1;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), seconds * 1000);
    }
    return false;
  },

  // Signed in again, here or in another tab: take the new security token, if it is the same person.
  async renew() {
    const answer = await fetch(location.href).catch(() => null);
    this.signedOut = !answer || isSignIn(answer.url);
    if (this.signedOut || !answer.ok) {
      return false;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!fresh || page.body.dataset.account !== memory.account) {
      return false;
    }
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
    return true;
  },
};

// The answer, or null when none came.
function post(url, fields) {
  return fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value, "HX-Request": "true" },
    signal: AbortSignal.timeout(20000),
  }).catch(() => null);
}

function isSignIn(address) {
  return new URL(address, location.href).pathname.startsWith("/connexion/");
}

if (saving.form) {
  saving.saved = saving.content();
  for (const name of ["input", "change"]) {
    saving.form.addEventListener(name, () => saving.isUnsaved && saving.typed());
  }
  document.getElementById("reessayer").addEventListener("click", () => saving.flush());
  window.addEventListener("online", () => saving.isUnsaved && saving.flush());
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden ? saving.isUnsaved && !saving.signedOut : saving.signedOut && (await saving.renew())) {
      saving.flush();
    }
  });
}

// Nothing leaves the page before what is typed is saved: its buttons, its links, the acts on its rows, and a
// deposit asked for in another tab.
"use strict";

const leaving = { allowed: false, longestWait: 5000, acted: null };

// The buttons that add, duplicate or remove a row.
function isAct(element) {
  return element?.getAttribute?.("hx-post") === saving.form.getAttribute("action");
}

async function submitOnceSaved(event) {
  if (leaving.allowed || !saving.isUnsaved) {
    memory.forget(saving.path); // the server has it all, and shows again what is wrong
    return;
  }
  event.preventDefault();
  if (await saving.flush()) {
    leaving.allowed = true;
    saving.form.requestSubmit(event.submitter);
  }
}

async function followOnceSaved(event) {
  const link = event.target.closest("a[href]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || link.target || link.id === "se-reconnecter" || !saving.isUnsaved) {
    return;
  }
  const url = new URL(link.href);
  if (url.origin !== location.origin || (url.hash && url.pathname === location.pathname)) {
    return;
  }
  event.preventDefault();
  await Promise.race([saving.flush(), new Promise((resolve) => { setTimeout(resolve, leaving.longestWait); })]);
  location.assign(url);
}

// An act on the rows is a save of its own: it waits for the one under way, and the next one waits for it.
function followActs() {
  document.addEventListener("htmx:confirm", (event) => {
    if (isAct(event.target) && (saving.busy || saving.lost)) {
      event.preventDefault();
      saving.flush().then((done) => done && event.detail.issueRequest(true));
    }
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isAct(event.target)) {
      saving.busy = new Promise((resolve) => { leaving.acted = resolve; });
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isSignIn(event.detail.xhr.responseURL)) {
      event.detail.shouldSwap = false;
      saving.fail("signedOut");
    }
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!isAct(detail.requestConfig.elt)) {
      return;
    }
    if (detail.xhr.status === 0 || detail.xhr.status >= 500) {
      saving.fail(detail.xhr.status ? "failed" : "cut");
    } else if (detail.xhr.status >= 400) {
      saving.fail(detail.xhr.status === 404 ? "closed" : "signedOut");
    } else if (!isSignIn(detail.xhr.responseURL)) {
      saving.saved = saving.content();
      saving.settled(document.querySelector("#lignes .field--wrong") !== null);
    }
    saving.busy = null;
    leaving.acted?.();
  });
}

// A deposit in another tab asks; this page answers that it has something to save, then whether it is saved.
function answerDeposits() {
  const tabs = new BroadcastChannel("tne38");
  tabs.addEventListener("message", async ({ data }) => {
    if (data.asked && location.pathname.startsWith(data.asked) && saving.isUnsaved) {
      tabs.postMessage({ waiting: true });
      tabs.postMessage({ saved: await saving.flush() });
    }
  });
}

if (saving.form) {
  saving.form.addEventListener("submit", submitOnceSaved);
  document.addEventListener("click", followOnceSaved);
  // To sign in again: what is typed is kept in the tab, and found when one comes back.
  document.getElementById("se-reconnecter").addEventListener("click", () => { leaving.allowed = true; });
  window.addEventListener("pageshow", () => { leaving.allowed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (saving.isUnsaved && !leaving.allowed) {
      event.preventDefault();
    }
  });
  followActs();
  answerDeposits();
}

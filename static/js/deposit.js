// The deposit waits for what is typed in other tabs and not yet saved. A button pressed twice deposits once.
"use strict";

const depositForm = document.querySelector("form[data-deposit]");

// Ask the other tabs; true when none of them holds something that is not saved.
function othersAreSaved(dossier) {
  const tabs = new BroadcastChannel("tne38");
  return new Promise((resolve) => {
    let waiting = 0;
    tabs.addEventListener("message", ({ data }) => {
      if (data.waiting) {
        waiting += 1;
      } else if (data.saved === false) {
        resolve(false);
      } else if (data.saved && --waiting === 0) {
        resolve(true);
      }
    });
    tabs.postMessage({ asked: dossier });
    setTimeout(() => waiting || resolve(true), 400);
    setTimeout(() => resolve(false), 15000);
  }).finally(() => tabs.close());
}

// A page of this dossier was left in this tab before what was typed there was saved.
function tellForgotten(dossier) {
  const [page] = memory.under(dossier);
  if (page) {
    const notice = document.getElementById("depot-oubli");
    notice.querySelector("a").href = page;
    notice.hidden = false;
  }
}

if (depositForm) {
  const button = depositForm.querySelector("button");
  const { label, waiting, sending } = button.dataset;
  const say = (text, pressed) => { button.textContent = text; button.setAttribute("aria-disabled", pressed); };
  let pressed = false;
  tellForgotten(depositForm.dataset.deposit);
  depositForm.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (pressed) {
      return;
    }
    pressed = true;
    say(waiting, true);
    if (await othersAreSaved(depositForm.dataset.deposit)) {
      say(sending, true);
      depositForm.submit();
      return;
    }
    pressed = false;
    say(label, false);
    document.getElementById("depot-autre-onglet").hidden = false;
  });
  window.addEventListener("pageshow", () => {
    pressed = false;
    say(label, false);
  });
}

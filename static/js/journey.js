// Says so when what is typed could not be saved: the connection is cut, or the session is over.
// Back from signing in again in another tab, the page takes the new security token, so that saving works.
"use strict";

const FIELD = "[name=csrfmiddlewaretoken]";
let signedOut = false;

function tell(name, failed) {
  const place = document.getElementById("enregistre");
  if (place) {
    place.classList.toggle("saved--failed", failed);
    place.textContent = place.dataset[name];
  }
}

function isSignIn(address) {
  return new URL(address || location.href, location.href).pathname.startsWith("/connexion/");
}

function warnSignedOut() {
  signedOut = true;
  tell("signedOut", true);
}

document.addEventListener("htmx:sendError", () => tell("cut", true));

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 403) {
    warnSignedOut();
  } else {
    tell("failed", true);
  }
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (isSignIn(event.detail.xhr.responseURL)) {
    event.detail.shouldSwap = false;
    warnSignedOut();
  } else if (event.detail.xhr.status < 400) {
    document.getElementById("enregistre")?.classList.remove("saved--failed");
  }
});

document.addEventListener("visibilitychange", async () => {
  if (document.hidden || !signedOut) {
    return;
  }
  const answer = await fetch(location.href);
  if (!answer.ok || isSignIn(answer.url)) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector(FIELD).value;
  document.querySelectorAll(FIELD).forEach((field) => { field.value = token; });
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  signedOut = false;
  tell("back", false);
});

// Says so when what is typed could not be saved: the connection is cut, or the session is over.
"use strict";

function warn(name) {
  const place = document.getElementById("enregistre");
  if (place) {
    place.classList.add("saved--failed");
    place.textContent = place.dataset[name];
  }
}

document.addEventListener("htmx:sendError", () => warn("cut"));

document.addEventListener("htmx:responseError", (event) => {
  warn(event.detail.xhr.status === 403 ? "signedOut" : "failed");
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const address = new URL(event.detail.xhr.responseURL || location.href, location.href);
  if (address.pathname.startsWith("/connexion/")) {
    event.detail.shouldSwap = false;
    warn("signedOut");
    return;
  }
  if (event.detail.xhr.status < 400) {
    document.getElementById("enregistre")?.classList.remove("saved--failed");
  }
});

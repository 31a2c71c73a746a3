// Files are chosen or dropped, judged at once by size and ending, then sent one by one with a progress bar.
// Without this file the form sends them all in one go: nothing here is needed to join a piece.
"use strict";

(() => {
  const form = document.getElementById("envoi");
  if (!form || !window.DataTransfer) {
    return;
  }
  const find = (name) => form.querySelector(`[data-${name}]`);
  const input = form.querySelector("input[type=file]");
  const zone = find("drop");
  const list = find("chosen");
  const bar = find("sending");
  const told = find("told");
  const endings = form.dataset.endings.split(",");
  const largest = Number(form.dataset.largest);
  const CUT = "La connexion s’est coupée avant la fin. Ce qui n’est pas parti reste choisi : envoyez-le de nouveau.";
  const SIGNED_OUT = "Votre session est terminée. Reconnectez-vous dans un autre onglet, puis envoyez de nouveau ce qui reste choisi ici.";
  const FAILED = "Le portail n’a pas pu recevoir ce fichier. Ce qui n’est pas parti reste choisi : réessayez dans un instant.";
  let stopped = false; // the last sending did not go to its end
  let sending = false;

  function weight(size) {
    const units = size < 999500 ? [size / 1000, "Ko", 0] : [size / 1e6, "Mo", 1];
    return `${Math.max(units[0], units[2] ? 0 : 1).toFixed(units[2]).replace(".", ",").replace(",0", "")}\u00a0${units[1]}`;
  }

  function wrong(file) {
    if (file.size === 0) {
      return "le fichier est vide.";
    }
    if (file.size > largest) {
      return `le fichier dépasse ${form.dataset.size}. Réduisez-le ou envoyez-le en plusieurs fichiers.`;
    }
    if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) {
      return "ce type de fichier n’est pas accepté. Enregistrez-le en PDF, ou en JPEG si c’est une photo.";
    }
    return "";
  }

  function choose(files) {
    const chosen = new DataTransfer();
    files.forEach((file) => chosen.items.add(file));
    input.files = chosen.files;
    showChosen();
  }

  function showChosen() {
    list.replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("li");
      const reason = wrong(file);
      line.textContent = reason ? `${file.name} : ${reason}` : `${file.name} (${weight(file.size)})`;
      line.classList.toggle("chosen__wrong", Boolean(reason));
      return line;
    }));
    list.hidden = input.files.length === 0;
    const count = input.files.length;
    told.textContent = count ? `${count} fichier${count > 1 ? "s" : ""} à envoyer.` : "";
  }

  function titleOf(messages) {
    if (stopped) {
      return "L’envoi s’est arrêté";
    }
    return messages.length > 1 ? `${messages.length} fichiers ne sont pas joints` : "1 fichier n’est pas joint";
  }

  function showErrors(messages) {
    const place = document.getElementById("envoi-erreurs");
    place.replaceChildren();
    if (!messages.length) {
      return;
    }
    const box = document.createElement("section");
    box.className = "errors";
    box.setAttribute("role", "alert");
    box.setAttribute("tabindex", "-1");
    box.setAttribute("aria-labelledby", "envoi-erreurs-titre");
    const title = document.createElement("h2");
    title.id = "envoi-erreurs-titre";
    title.textContent = titleOf(messages);
    const items = document.createElement("ul");
    messages.forEach((message) => {
      items.appendChild(document.createElement("li")).textContent = message;
    });
    box.append(title, items);
    place.append(box);
    box.focus();
  }

  // What the page says of the pieces, read again; also takes the security token of a session opened meanwhile.
  async function refresh() {
    const answer = await fetch(location.pathname);
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) {
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    ["pieces-jointes", "pieces-demandees", "a-faire"].forEach((id) => {
      const fresh = page.getElementById(id);
      if (fresh) {
        document.getElementById(id)?.replaceWith(fresh);
      }
    });
    document.querySelectorAll(".steps").forEach((steps, rank) => {
      steps.replaceWith(page.querySelectorAll(".steps")[rank]);
    });
    const token = page.querySelector("#envoi [name=csrfmiddlewaretoken]").value;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
  }

  // One file: resolves with the sentences that refuse it, or with what stopped the sending.
  function send(file, onProgress) {
    return new Promise((resolve) => {
      const body = new FormData(form);
      body.delete("fichiers");
      body.append("fichiers", file, file.name);
      const request = new XMLHttpRequest();
      const stop = (reason) => resolve({ errors: [reason], stop: true });
      request.upload.addEventListener("progress", (event) => onProgress(Math.min(event.loaded, file.size)));
      request.addEventListener("error", () => stop(CUT));
      request.addEventListener("timeout", () => stop(CUT));
      request.addEventListener("load", () => {
        if (request.status === 403 || new URL(request.responseURL).pathname !== location.pathname) {
          stop(SIGNED_OUT);
        } else if (request.status === 200) {
          resolve({ errors: JSON.parse(request.responseText).errors, stop: false });
        } else {
          stop(FAILED);
        }
      });
      request.open("POST", form.getAttribute("action"));
      request.setRequestHeader("Accept", "application/json");
      request.send(body);
    });
  }

  function showProgress(rank, files, sent, total) {
    const share = total ? Math.round((sent * 100) / total) : 100;
    bar.hidden = false;
    bar.querySelector("progress").value = share;
    bar.querySelector("[data-sending-label]").textContent = `Envoi de « ${files[rank].name} » (${rank + 1} sur ${files.length}) : ${share} %`;
  }

  // All the files chosen, one after the other; says whether the dossier holds them all.
  async function sendAll() {
    const files = [...input.files].filter((file) => !wrong(file));
    const errors = [...input.files].filter(wrong).map((file) => `« ${file.name} » : ${wrong(file)}`);
    const total = files.reduce((sum, file) => sum + file.size, 0);
    let [rank, before, added] = [0, 0, 0];
    sending = true;
    showErrors([]);
    if (stopped) {
      await refresh().catch(() => {});
    }
    stopped = false;
    // The live region is told the beginning and the end, not every step.
    told.textContent = files.length > 1 ? `Envoi de ${files.length} fichiers…` : "Envoi du fichier…";
    for (; rank < files.length && !stopped; rank += 1) {
      const [here, start] = [rank, before];
      showProgress(here, files, start, total);
      const outcome = await send(files[here], (loaded) => showProgress(here, files, start + loaded, total));
      errors.push(...outcome.errors);
      stopped = outcome.stop;
      added += outcome.errors.length ? 0 : 1;
      before += files[here].size;
    }
    bar.hidden = true;
    choose(stopped ? files.slice(rank - 1) : []);
    sending = false;
    await refresh().catch(() => {});
    told.textContent = added ? `${added} pièce${added > 1 ? "s ajoutées" : " ajoutée"}.` : "";
    showErrors(errors);
    return errors.length === 0;
  }

  form.addEventListener("submit", async (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    if (!input.files.length) {
      return;
    }
    event.preventDefault();
    const goesOn = event.submitter && event.submitter.value === "continue";
    if (await sendAll() && goesOn) {
      form.requestSubmit(event.submitter);
    }
  });

  input.addEventListener("change", showChosen);
  find("drop-hint").hidden = false;
  ["dragenter", "dragover"].forEach((name) => zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("drop--over");
  }));
  ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, () => zone.classList.remove("drop--over")));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!sending) {
      choose([...input.files, ...event.dataTransfer.files]);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending) {
      event.preventDefault();
    }
  });
})();

// Puts back in the page what was typed in this tab and never saved, and says so.
"use strict";

// The server draws rows again: it writes what is right in them and shows the rest as it was typed.
async function putRows(entry) {
  const answer = await post(saving.form.getAttribute("action"), [...entry.fields, ["vu", entry.seen], ["action", "put"]]);
  if (!answer?.ok || isSignIn(answer.url)) {
    return false;
  }
  const selectOOB = document.getElementById("lignes").getAttribute("hx-select-oob");
  htmx.swap("#lignes", await answer.text(), { swapStyle: "outerHTML" }, { select: "#lignes", selectOOB });
  saving.saved = saving.content();
  saving.settled(true);
  return true;
}

function putFields(entry) {
  for (const field of saving.form.elements) {
    const typed = entry.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(field.type)) {
      field.checked = typed.includes(field.value);
    } else if (typed.length && field.type !== "hidden") {
      [field.value] = typed;
    }
  }
  document.getElementById("vu").value = entry.seen;
  saving.form.dispatchEvent(new Event("input", { bubbles: true }));
  return saving.flush();
}

function put(entry) {
  return document.getElementById("lignes") ? putRows(entry) : putFields(entry);
}

async function restore() {
  const entry = memory.find(saving.path);
  if (!entry || saving.content(entry.fields) === saving.saved) {
    saving.settled(saving.form.querySelector(".field--wrong") !== null);
    return;
  }
  const notice = document.getElementById("retrouve");
  const before = saving.fields();
  notice.querySelector("button").addEventListener("click", async () => {
    notice.hidden = true;
    await put({ fields: before, seen: saving.seen() });
    saving.place.focus();
  });
  notice.hidden = false;
  await put(entry);
}

if (saving.form) {
  restore();
}

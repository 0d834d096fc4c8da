"use strict";

// The pages work without this script. It sends forms without reloading the page, and accepts dropped and pasted images.

const main = document.getElementById("main");

function say(text) {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const content = page.getElementById("main");
  if (!content) return say("The server's response cannot be read.");
  main.replaceChildren(...content.childNodes);
  document.title = page.title;
  prepare();
  const heading = main.querySelector("h1");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus();
  }
  window.scrollTo(0, 0);
}

async function send(data, address) {
  const buttons = main.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  main.setAttribute("aria-busy", "true");
  say("Predicting…");
  try {
    const response = await fetch(address, { method: "POST", body: data });
    show(await response.text());
  } catch {
    say("The server cannot be reached. Is it running?");
  } finally {
    for (const button of buttons) button.disabled = false;
    main.removeAttribute("aria-busy");
  }
}

// Pages without the form ignore files.
function sendFile(file) {
  const form = document.getElementById("upload");
  if (!form) return;
  const data = new FormData();
  data.append("image", file, file.name || "pasted");
  send(data, form.action);
}

function prepare() {
  const hint = document.getElementById("drop-hint");
  if (hint) hint.hidden = false;
  const slider = document.getElementById("slider");
  const heated = document.getElementById("heated");
  if (!slider || !heated) return;
  // With the slider, the heat map is over the image; without this script, it is below the image.
  slider.hidden = false;
  heated.parentElement.classList.add("stacked");
  const range = document.getElementById("heat");
  const update = () => { heated.style.opacity = range.value / 100; };
  range.addEventListener("input", update);
  update();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  send(new FormData(form, event.submitter), form.action);
});

function mark(isOver) {
  const form = document.getElementById("upload");
  if (form) form.classList.toggle("over", isOver);
}

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  mark(true);
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) mark(false);
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  mark(false);
  const file = event.dataTransfer.files[0];
  if (file) sendFile(file);
});
document.addEventListener("paste", (event) => {
  const file = [...event.clipboardData.files].find((file) => file.type.startsWith("image/"));
  if (file) sendFile(file);
});

// Updates the page of a running study. The selected trials stay selected.
function follow() {
  const live = document.getElementById("live");
  if (!live) return;
  const events = new EventSource(live.dataset.events);
  events.addEventListener("live", (event) => {
    const chosen = new Set([...live.querySelectorAll("input:checked")].map((input) => input.value));
    const focused = live.contains(document.activeElement) ? document.activeElement.value : null;
    const page = new DOMParser().parseFromString(event.data, "text/html");
    live.replaceChildren(...page.body.childNodes);
    for (const input of live.querySelectorAll("input")) {
      input.checked = chosen.has(input.value);
      if (input.value === focused) input.focus();
    }
  });
  // The server cannot read the study and has ended the stream.
  events.addEventListener("failure", (event) => {
    events.close();
    const note = document.createElement("p");
    note.className = "problem";
    note.setAttribute("role", "alert");
    note.textContent = `This page is no longer updated: ${event.data}. Reload it to try again.`;
    live.before(note);
  });
}

prepare();
follow();

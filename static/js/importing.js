// Keeps each choice of the import wizard at once. Without this script the button "Keep these choices" does it.
const form = document.getElementById("review");
const status = document.getElementById("kept");

async function keep() {
  const data = new FormData(form);
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
  const kept = answer.headers.get("Content-Type") === "application/json" ? await answer.json() : {};
  if (answer.ok && kept.version !== undefined) {
    form.elements.version.value = kept.version;
    status.textContent = form.dataset.kept;
    return true;
  }
  status.textContent = kept.error ?? form.dataset.failed;
  return false;
}

// What is ticked to be removed from a draft stays ticked.
function showAnew() {
  const ticks = [...new FormData(form)].filter(([name]) => name === "remove");
  if (form.elements.seen) location.search = new URLSearchParams([["seen", ""], ...ticks]);
  else location.reload();
}

// One after the other, so that each sends the version that the one before it made.
let last = Promise.resolve();
let waiting = 0;
form?.addEventListener("change", (event) => {
  waiting += 1;
  // What changes the words shows them anew: nothing is made that was not seen.
  const anew = event.target.hasAttribute("data-anew");
  last = last
    .then(keep)
    .then((kept) => kept && anew && showAnew())
    .catch(() => {
      status.textContent = form.dataset.failed;
    })
    .finally(() => {
      waiting -= 1;
    });
});
// A button pressed meanwhile waits for what is still on its way.
form?.addEventListener("submit", (event) => {
  if (!waiting) return;
  event.preventDefault();
  last.then(() => form.requestSubmit(event.submitter));
});

// The original and the records, linked both ways: what belongs together is marked while one of them is pointed at.
const related = new Map();
for (const element of document.querySelectorAll("[data-record]")) {
  const key = element.dataset.record;
  related.set(key, [...(related.get(key) ?? []), element]);
}
function mark(event, on) {
  const key = event.target.closest?.("[data-record]")?.dataset.record;
  for (const element of related.get(key) ?? []) element.classList.toggle("same", on);
}
for (const [start, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(start, (event) => mark(event, true));
  document.addEventListener(end, (event) => mark(event, false));
}

// The keyboard in the original: arrows go from line to line, a letter presses the button that shows it.
const lines = [...document.querySelectorAll(".source .kind")];
const picked = document.querySelector(".line.picked .kind");
// After the browser has gone to the address's anchor, which takes the focus away.
window.addEventListener("load", () => setTimeout(() => picked?.focus({ preventScroll: true })));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const at = lines.indexOf(event.target);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (at >= 0 && step && lines[at + step]) {
    event.preventDefault();
    lines[at + step].focus();
  } else if (event.target.closest(".line.picked")) {
    document.querySelector(`.line.picked [data-key="${CSS.escape(event.key)}"]`)?.click();
  }
});
// What was mended counts as one more version; the choices kept since the page came have made more.
document.addEventListener("submit", (event) => {
  const version = event.target.elements.version;
  if (form && version && event.target !== form) version.value = form.elements.version.value;
});

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
  } else {
    status.textContent = kept.error ?? form.dataset.failed;
  }
}

// One after the other, so that each sends the version that the one before it made.
let last = Promise.resolve();
let waiting = 0;
form?.addEventListener("change", () => {
  waiting += 1;
  last = last
    .then(keep)
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

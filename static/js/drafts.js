// Keeps what is typed into the forms of the steps, a moment after the last key. Without this script the button
// "Save for later" does it. Nothing here holds up the step itself.
const PAUSE = 1200; // milliseconds after the last key

function watch(form) {
  const status = form.querySelector(".kept");
  let timer = 0;
  let sent = false;
  let aborter = null;

  function words() {
    const data = new FormData(form);
    for (const input of form.querySelectorAll("[type=file]")) data.delete(input.name);
    return data;
  }

  async function keep(keepalive = false) {
    clearTimeout(timer);
    timer = 0;
    aborter?.abort();
    aborter = new AbortController();
    const options = { method: "POST", body: words(), headers: { Accept: "application/json" }, keepalive };
    try {
      const answer = await fetch(form.dataset.draft, { ...options, signal: aborter.signal });
      const isOurs = answer.headers.get("Content-Type") === "application/json";
      say(isOurs ? (await answer.json()).said : form.dataset.failed);
    } catch (error) {
      if (error.name !== "AbortError") say(form.dataset.failed);
    }
  }

  function say(text) {
    if (!sent && status) status.textContent = text;
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
    timer = 0;
    aborter?.abort();
  });
  // Who leaves the page, or comes back to it as the browser kept it.
  addEventListener("pagehide", () => timer && !sent && keep(true));
  addEventListener("pageshow", () => {
    sent = false;
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) watch(form);

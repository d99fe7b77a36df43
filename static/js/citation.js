// A button behind each citation that copies its words. Without this script the words stand there to be selected.
const status = document.getElementById("citations");
const SHOWN = 4000; // milliseconds for which a button says that it copied

async function copy(words) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(words.textContent);
      return true;
    } catch (error) {
      if (error.name !== "NotAllowedError") throw error;
    }
  }
  // Without TLS, or where the reader forbade it: the words are selected, and the browser may copy what is selected.
  getSelection().selectAllChildren(words);
  return document.execCommand("copy");
}

function offer(line) {
  const words = line.querySelector("span");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.lang = document.documentElement.lang;
  button.textContent = status.dataset.copy;
  let timer = 0;
  button.addEventListener("click", async () => {
    const copied = await copy(words);
    const said = copied ? status.dataset.copied : status.dataset.failed;
    status.textContent = copied ? `${said}：${words.textContent}` : said;
    button.textContent = copied ? said : status.dataset.copy;
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = status.dataset.copy;
    }, SHOWN);
  });
  line.append(button);
}

if (status) for (const line of document.querySelectorAll("[data-citation]")) offer(line);

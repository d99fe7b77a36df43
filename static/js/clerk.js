/* Names for what select2 leaves without one: its boxes take the label of the field they stand for. */

const say = (text) => (window.gettext ? window.gettext(text) : text);

function labelOf(select) {
  return select.labels.length ? select.labels[0] : null;
}

function nameBox(box) {
  const select = box.previousElementSibling;
  const label = select instanceof HTMLSelectElement ? labelOf(select) : null;
  if (!label) return;
  const text = label.textContent.trim().replace(/[：:*\s]+$/, "");
  const single = box.querySelector(".select2-selection--single");
  if (single) {
    const shown = single.querySelector(".select2-selection__rendered");
    label.id ||= `${select.id}_label`;
    single.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    shown.removeAttribute("role");
    shown.removeAttribute("aria-readonly");
  }
  for (const selection of box.querySelectorAll('[role="combobox"]')) openTo(selection);
  for (const list of box.querySelectorAll(".select2-selection--multiple ul")) {
    for (const child of list.children) {
      if (child.tagName !== "LI") child.setAttribute("role", "listitem");
    }
  }
  for (const search of box.querySelectorAll("input.select2-search__field")) search.setAttribute("aria-label", text);
}

/* An open combobox names its list; select2 says so with the older attribute only. */
function openTo(selection) {
  const list = selection.getAttribute("aria-owns");
  if (list) selection.setAttribute("aria-controls", list);
  else selection.removeAttribute("aria-controls");
}

/* The drop-down stands at the end of the page; the box that opened it says what is searched. */
function nameOpen(search) {
  const owner = document.querySelector(".select2-container--open")?.previousElementSibling;
  const label = owner instanceof HTMLSelectElement ? labelOf(owner) : null;
  if (label) search.setAttribute("aria-label", label.textContent.trim().replace(/[：:*\s]+$/, ""));
}

/* What opens over the page is a place of its own, with a name. */
function nameFloating(root) {
  for (const drop of root.querySelectorAll("body > .select2-container--open")) {
    drop.setAttribute("role", "region");
    drop.setAttribute("aria-label", drop.querySelector("[role=searchbox]")?.getAttribute("aria-label") || say("Search"));
  }
  for (const box of root.querySelectorAll(".calendarbox, .clockbox")) {
    const clock = box.classList.contains("clockbox");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", say(clock ? "Choose a Time" : "Choose a Date"));
  }
}

/* Django writes month and year one after the other, as English does. */
if (window.CalendarNamespace) {
  const { draw } = window.CalendarNamespace;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { year: "numeric", month: "long" });
  window.CalendarNamespace.draw = (month, year, place, ...rest) => {
    draw(month, year, place, ...rest);
    const caption = document.getElementById(place)?.querySelector("caption");
    if (caption) caption.textContent = format.format(new Date(year, month - 1, 1));
  };
}

function nameAll(root) {
  for (const box of root.querySelectorAll("select + .select2-container")) nameBox(box);
  for (const search of root.querySelectorAll(".select2-dropdown input.select2-search__field")) nameOpen(search);
  nameFloating(root);
}

nameAll(document);
new MutationObserver((changes) => {
  if (changes.some((change) => [...change.addedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE))) {
    nameAll(document);
  }
}).observe(document.body, { childList: true, subtree: true });

/* What was typed and not saved is not left behind without a question: by a link, a closed tab or another form's button. */
let unsaved = null;
document.addEventListener("input", (event) => {
  const form = event.target.closest('form[method="post"]');
  if (form && !form.closest("dialog")) unsaved = form;
});
document.addEventListener("submit", (event) => {
  if (event.target === unsaved) unsaved = null;
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

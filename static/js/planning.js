// Tasks of a meeting: ticks all at once and counts them, and offers departments again after each 、 that is typed.
const form = document.getElementById("plan");
const ticks = () => [...form.querySelectorAll('[name="ticked"]')];
const status = form.querySelector(".plan-ticked");

if (status && ticks().length) {
  const label = document.createElement("label");
  const all = document.createElement("input");
  const count = document.createElement("b");
  all.type = "checkbox";
  label.append(all, ` ${status.dataset.all}`);
  status.before(label);
  status.append(`${status.dataset.words} `, count);
  const show = () => {
    const ticked = ticks().filter((tick) => tick.checked).length;
    count.textContent = ticked;
    all.checked = ticked === ticks().length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.addEventListener("change", () => {
    for (const tick of ticks()) tick.checked = all.checked;
    show();
  });
  form.addEventListener("change", (event) => event.target.name === "ticked" && show());
  window.addEventListener("pageshow", show);
  show();
}

const names = [...document.querySelectorAll("#departments option")].map((option) => option.value);
const more = document.getElementById("departments-more");
let offeredAfter = null;
function offer(event) {
  if (event.target.getAttribute("list") !== "departments-more") return;
  const typed = event.target.value;
  const before = typed.slice(0, Math.max(...["、", "，", ",", "；", ";"].map((mark) => typed.lastIndexOf(mark))) + 1);
  if (before === offeredAfter) return;
  offeredAfter = before;
  more.replaceChildren(
    ...names
      .filter((name) => !before.includes(name))
      .map((name) => Object.assign(document.createElement("option"), { value: before + name })),
  );
}
form.addEventListener("focusin", offer);
form.addEventListener("input", offer);

// Files that are being read in the background: the list is brought up to date until the last is there.
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".import-list");
  const list = document.querySelector(".import-list");
  if (!answer.ok || !fresh || !list) return;
  list.replaceWith(fresh);
  if (fresh.dataset.waiting) setTimeout(refresh, 1500);
}
if (document.querySelector(".import-list[data-waiting]")) setTimeout(refresh, 1500);

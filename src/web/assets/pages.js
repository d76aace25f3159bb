// What is quicker with a script; every page works without.

const dataset = document.body.dataset.dataset ?? "";
const language = document.documentElement.lang;

/** Storage may be switched off. */
function kept(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}
function keep(key, value) {
  try { localStorage.setItem(key, value); } catch { /* then nothing is remembered */ }
}

// My province: what was decided since the last visit is marked.
const region = document.querySelector("h1[data-region]");
if (region) {
  const key = `visit:${dataset}:${region.dataset.region}`;
  const before = kept(key);
  for (const item of document.querySelectorAll("[data-at]")) {
    if (before && item.dataset.at > before) {
      item.classList.add("fresh");
      item.dataset.fresh = language === "nl" ? "nieuw sinds uw vorige bezoek" : "new since your last visit";
    }
  }
  keep(key, new Date().toISOString());
}

// Menus close when something else is touched, or with Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.choose[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.choose[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Tables can be sorted by their headings.
const collator = new Intl.Collator(language === "nl" ? "nl-NL" : "en-GB", { numeric: true });
for (const table of document.querySelectorAll("table.sorted")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const [left, right] = [value(a), value(b)];
        const numbers = left !== "" && right !== "" && !Number.isNaN(+left) && !Number.isNaN(+right);
        const order = numbers ? left - right : collator.compare(left, right);
        return descending ? -order : order;
      });
      table.tBodies[0].append(...rows);
    });
  });
}

// Long tables can be searched.
for (const field of document.querySelectorAll("input[data-filters]")) {
  const table = document.getElementById(field.dataset.filters);
  const told = document.getElementById(`${field.dataset.filters}-count`);
  field.closest("[hidden]")?.removeAttribute("hidden");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase();
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      row.hidden = !row.textContent.toLowerCase().includes(words);
      shown += row.hidden ? 0 : 1;
    }
    told.textContent = language === "nl" ? `${shown} gevonden` : `${shown} found`;
  });
}

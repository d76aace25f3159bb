// The map that moves. The address holds all that is chosen; the table holds all that is shown.

import { clusters, network, placed, places } from "./graph.js";
import { colours, paint, radius, scene, sheet, svg } from "./drawing.js";

const nl = document.documentElement.lang === "nl";
const t = (dutch, english) => (nl ? dutch : english);
const stage = document.querySelector(".map");
const form = document.getElementById("keuzes");
const canvas = stage.querySelector("canvas");
const tip = stage.querySelector(".tip");
const told = document.getElementById("gezien");
const search = document.getElementById("zoek");
const lists = [...form.querySelectorAll("select")];
const names = new Map(lists.flatMap((list) => [...list.options].map((one) => [`${list.name || list.dataset.key}:${one.value}`, one.textContent])));
const number = new Intl.NumberFormat(nl ? "nl-NL" : "en-GB");

const state = { graph: null, where: new Map(), focus: null, view: { x: 0, y: 0, zoom: 1, width: 800, height: 600, scale: 1 }, style: null, hover: null, asked: 0 };

const chosen = (key) => lists.find((list) => (list.name || list.dataset.key) === key)?.value ?? "";
const PICTURE = ["depth", "size", "colour"];

/** Puts what is chosen into the address. */
function remember() {
  const query = new URLSearchParams();
  for (const list of lists) {
    const key = list.name || list.dataset.key;
    if (list.value && list.selectedIndex > 0) query.set(key, list.value);
  }
  if (state.focus) query.set("focus", state.focus.id);
  const { x, y, zoom } = state.view;
  if (Math.abs(zoom - 1) > 0.001 || state.moved) {
    query.set("zoom", zoom.toFixed(3));
    query.set("x", x.toFixed(4));
    query.set("y", y.toFixed(4));
  }
  const words = query.toString();
  history.replaceState(null, "", words ? `?${words}` : location.pathname);
  const other = document.querySelector("a.language");
  other.href = other.href.split("?")[0] + (words ? `?${words}` : "");
}

/** Fetches what the choices ask, and shows it. Only the answer to the last question counts. */
async function load() {
  const turn = ++state.asked;
  const depth = chosen("depth");
  const kind = depth === "two-mode" ? "two-mode" : "actors";
  const filters = Object.fromEntries(lists.map((list) => [list.dataset.key, list.value]).filter(([key, value]) => key && value && key !== "cluster"));
  told.textContent = t("Wordt opgehaald…", "Being fetched…");
  try {
    if (!state.where.has(kind)) state.where.set(kind, await places(stage.dataset.api, kind));
    const graph = placed(await network(stage.dataset.api, kind, filters, document.documentElement.lang), state.where.get(kind));
    if (turn !== state.asked) return;
    const cluster = chosen("cluster");
    if (cluster) keepOnly(graph, (node) => node.cluster === cluster || [...node.neighbours].some((other) => node.type === "initiative" && other.cluster === cluster));
    state.graph = depth === "clusters" ? clusters(graph) : graph;
    const wanted = state.focus?.id ?? state.first?.focus;
    state.focus = state.graph.nodes.find((node) => node.id === wanted) ?? null;
    restyle();
    if (!state.fitted) fit();
    table();
    draw();
    remember();
  } catch (error) {
    told.textContent = error.message;
  }
}

function keepOnly(graph, takes) {
  const kept = new Set(graph.nodes.filter(takes));
  graph.nodes = [...kept];
  graph.edges = graph.edges.filter((edge) => kept.has(edge.from) && kept.has(edge.to));
  for (const node of kept) node.neighbours = new Set([...node.neighbours].filter((other) => kept.has(other)));
}

function restyle() {
  const key = { region: "regions", kind: "kind", level: "level", cluster: "cluster" }[chosen("colour") || "cluster"];
  const label = { regions: "region", kind: "kind", level: "level", cluster: "cluster" }[key];
  const found = colours(state.graph.nodes, key, (group) => names.get(`${label}:${group}`) ?? group);
  const size = chosen("depth") === "clusters" ? "members" : chosen("size") || "degree";
  state.style = { colour: found.of, radius: radius(state.graph.nodes, size) };
  state.legend = found.legend.map((one) => ({ ...one, words: one.words ?? t("overig of niet bekend", "other or not known") }));
  const list = document.getElementById("kleuren");
  list.replaceChildren(...state.legend.map((one) => {
    const item = document.createElement("li");
    const swatch = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    swatch.setAttribute("width", "18"); swatch.setAttribute("height", "18"); swatch.setAttribute("aria-hidden", "true");
    const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [name, value] of Object.entries({ cx: 9, cy: 9, r: 7, fill: one.colour, stroke: "currentColor" })) dot.setAttribute(name, value);
    swatch.append(dot);
    item.append(swatch, ` ${one.words} (${number.format(one.count)})`);
    return item;
  }));
}

/** The whole graph in view. */
function fit() {
  const nodes = state.graph.nodes;
  if (!nodes.length) return;
  const xs = nodes.map((node) => node.place[0]), ys = nodes.map((node) => node.place[1]);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const { width, height } = state.view;
  state.base = 0.9 * Math.min(width / Math.max(right - left, 1e-6), height / Math.max(bottom - top, 1e-6));
  Object.assign(state.view, { x: (left + right) / 2, y: (top + bottom) / 2, zoom: 1 });
  state.fitted = true;
  state.moved = false;
  if (state.first?.zoom) {
    Object.assign(state.view, { zoom: +state.first.zoom, x: +state.first.x, y: +state.first.y });
    state.moved = true;
  }
  state.first = { focus: state.first?.focus };
}

/** Lines that are drawn while the map moves, and how long it must have stood still for all of them. */
const WHILE_MOVING = 2500, STILL = 160;
let waiting = false, still = 0;
function draw(most = Infinity) {
  if (!state.graph) return;
  clearTimeout(still);
  if (most < state.graph.edges.length) still = setTimeout(draw, STILL);
  state.most = most;
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    state.view.scale = state.base * state.view.zoom;
    state.scene = scene(state.graph, state.view, state.style, state.focus, state.most);
    const style = getComputedStyle(document.documentElement);
    const ink = (name) => style.getPropertyValue(name).trim();
    paint(canvas.getContext("2d"), state.scene, { paper: ink("--paper"), ink: ink("--ink"), line: ink("--soft") });
  });
}

function size() {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth, height = canvas.clientHeight;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
  Object.assign(state.view, { width, height });
  draw();
}

/** Everything that is shown, as a table whose buttons bring it into view. */
function table() {
  const body = document.querySelector("#punten tbody");
  const region = (codes) => (codes ?? "").split("|").map((code) => names.get(`region:${code}`) ?? code).join(", ");
  const rows = [...state.graph.nodes].sort((a, b) => (b.degree ?? 0) - (a.degree ?? 0) || (a.id < b.id ? -1 : 1)).map((node) => {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    if (node.type === "cluster") head.textContent = node.label;
    else {
      const link = document.createElement("a");
      link.href = stage.dataset[node.type === "initiative" ? "initiative" : "actor"] + encodeURIComponent(node.id);
      link.textContent = node.label;
      head.append(link);
    }
    const cell = (text) => Object.assign(document.createElement("td"), { textContent: text });
    const degree = cell(node.degree == null ? "" : number.format(node.degree));
    degree.className = "number";
    degree.dataset.value = node.degree ?? "";
    const button = Object.assign(document.createElement("button"), { type: "button", className: "second", textContent: t("toon", "show") });
    button.setAttribute("aria-label", `${t("Toon op de kaart:", "Show on the map:")} ${node.label}`);
    button.addEventListener("click", () => { focus(node); canvas.focus(); });
    const last = document.createElement("td");
    last.append(button);
    row.append(head, cell(names.get(`kind:${node.kind}`) ?? node.kind ?? ""), cell(region(node.regions)), cell(node.clusterName ?? ""), degree, last);
    return row;
  });
  body.replaceChildren(...rows);
  document.getElementById("namen").replaceChildren(...state.graph.nodes.map((node) => Object.assign(document.createElement("option"), { value: node.label })));
  say();
}

function say() {
  const { nodes, edges } = state.graph;
  const shown = `${number.format(nodes.length)} ${t("punten", "nodes")}, ${number.format(edges.length)} ${t("verbindingen", "links")}.`;
  told.textContent = state.focus ? `${state.focus.label}: ${number.format(state.focus.neighbours.size)} ${t("contacten in beeld", "contacts in view")}. ${shown}` : shown;
}

function focus(node) {
  state.focus = node;
  stage.querySelector('[data-do="unfocus"]').hidden = !node;
  if (node) Object.assign(state.view, { x: node.place[0], y: node.place[1], zoom: Math.max(state.view.zoom, 2) });
  state.moved = true;
  say();
  draw();
  remember();
}

function move(x, y) {
  state.view.x += x / state.view.scale;
  state.view.y += y / state.view.scale;
  state.moved = true;
  draw(WHILE_MOVING);
}

function zoom(factor, at = [state.view.width / 2, state.view.height / 2]) {
  const { view } = state;
  const before = [(at[0] - view.width / 2) / view.scale + view.x, (at[1] - view.height / 2) / view.scale + view.y];
  view.zoom = Math.min(40, Math.max(0.3, view.zoom * factor));
  view.scale = state.base * view.zoom;
  view.x = before[0] - (at[0] - view.width / 2) / view.scale;
  view.y = before[1] - (at[1] - view.height / 2) / view.scale;
  state.moved = true;
  draw(WHILE_MOVING);
}

const hit = (x, y) => [...(state.scene?.discs ?? [])].reverse().find((disc) => Math.hypot(disc.at[0] - x, disc.at[1] - y) < disc.radius + 3)?.node ?? null;

function save(name, blob) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** What must be said with a picture that leaves the page. */
function words() {
  const { about } = state.graph;
  const filters = lists.filter((list) => list.dataset.key && list.value).map((list) => list.selectedOptions[0].textContent);
  const data = [about.title, about.version, about.date].filter(Boolean).join(", ");
  return {
    title: `${t("Netwerk", "Network")} – ${about.title}`,
    legend: state.legend,
    footer: [`${t("Gegevens", "Data")}: ${data}. ${t("Basis", "Basis")}: ${about.basis}.`, about.method.slice(0, 150), ...(filters.length ? [`${t("Filter", "Filter")}: ${filters.join(", ")}`] : [])],
  };
}

const csvCell = (value) => {
  const text = value == null ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(+text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

const actions = {
  in: () => zoom(1.4), out: () => zoom(1 / 1.4), left: () => move(-80, 0), right: () => move(80, 0), up: () => move(0, -80), down: () => move(0, 80),
  whole: () => { fit(); focus(null); draw(); remember(); },
  unfocus: () => focus(null),
  svg: () => save("netwerk.svg", new Blob([svg(state.scene, words())], { type: "image/svg+xml" })),
  png: () => sheet(state.scene, words()).toBlob((blob) => save("netwerk.png", blob), "image/png"),
  csv: () => {
    const keys = ["id", "label", "type", "kind", "regions", "cluster", "clusterName", "degree", "betweenness", "pagerank"];
    const rows = state.graph.nodes.map((node) => keys.map((key) => csvCell(node[key])).join(";"));
    save("netwerk.csv", new Blob(["\ufeff", [keys.join(";"), ...rows, ""].join("\r\n")], { type: "text/csv" }));
  },
};

function start() {
  for (const one of document.querySelectorAll(".with-script")) one.hidden = false;
  for (const one of document.querySelectorAll(".without-script")) one.hidden = true;
  state.first = Object.fromEntries(new URLSearchParams(location.search));
  for (const list of lists) list.addEventListener("change", () => {
    if (list.name === "depth" || list.dataset.key) { state.fitted = list.name !== "depth" && state.fitted; load(); }
    else { restyle(); draw(); remember(); }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  stage.addEventListener("click", (event) => actions[event.target.dataset?.do]?.());
  search.addEventListener("change", () => {
    const wanted = search.value.toLowerCase();
    const found = state.graph?.nodes.find((node) => node.label.toLowerCase() === wanted) ?? state.graph?.nodes.find((node) => node.label.toLowerCase().includes(wanted));
    if (wanted && found) focus(found);
    else if (wanted) told.textContent = t("Niets gevonden.", "Nothing found.");
  });
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, [event.offsetX, event.offsetY]); remember(); }, { passive: false });
  let drag = null;
  canvas.addEventListener("pointerdown", (event) => { drag = { x: event.offsetX, y: event.offsetY, far: 0 }; canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener("pointermove", (event) => {
    if (drag) {
      const [dx, dy] = [drag.x - event.offsetX, drag.y - event.offsetY];
      drag.far += Math.abs(dx) + Math.abs(dy);
      move(dx, dy);
      Object.assign(drag, { x: event.offsetX, y: event.offsetY });
      return;
    }
    const node = hit(event.offsetX, event.offsetY);
    tip.hidden = !node;
    if (node) {
      tip.textContent = `${node.label}${node.degree == null ? "" : ` – ${number.format(node.degree)} ${t("contacten", "contacts")}`}`;
      tip.style.setProperty("left", `${Math.min(event.offsetX + 12, state.view.width - 220)}px`);
      tip.style.setProperty("top", `${event.offsetY + 12}px`);
    }
  });
  canvas.addEventListener("pointerup", (event) => {
    if (drag && drag.far < 5) focus(hit(event.offsetX, event.offsetY));
    drag = null;
    remember();
  });
  canvas.addEventListener("pointerleave", () => { tip.hidden = true; });
  canvas.addEventListener("keydown", (event) => {
    const done = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", "+": "in", "=": "in", "-": "out", 0: "whole", Escape: "unfocus" }[event.key];
    if (done) { event.preventDefault(); if (done === "unfocus") tip.hidden = true; actions[done](); remember(); }
    if (event.key === "Enter") {
      const { width, height } = state.view;
      const nearest = [...(state.scene?.discs ?? [])].sort((a, b) => Math.hypot(a.at[0] - width / 2, a.at[1] - height / 2) - Math.hypot(b.at[0] - width / 2, b.at[1] - height / 2))[0];
      if (nearest) focus(nearest.node);
    }
  });
  new ResizeObserver(size).observe(canvas);
  size();
  load();
}

// What was reconstructed is fetched and drawn when it is opened.
const behind = stage.closest("details.behind");
if (behind && !behind.open) behind.addEventListener("toggle", start, { once: true });
else start();

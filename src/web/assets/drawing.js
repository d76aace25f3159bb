// From a graph and a view to marks, and those to a canvas or an SVG file: what is seen is what is saved.

// The hues of the pictures that the service draws; all marks have an outline, since three are light.
const HUES = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#f0e442", "#5e3a1a"];
const OTHER = "#666e77";

/** Colour by group: the eight largest have a hue of their own. */
export function colours(nodes, key, names) {
  const sizes = new Map();
  const value = (node) => (node[key] ?? "").split("|")[0] ?? "";
  for (const node of nodes) if (value(node)) sizes.set(value(node), (sizes.get(value(node)) ?? 0) + (node.members ?? 1));
  const order = [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([group]) => group);
  const hue = new Map(order.slice(0, HUES.length).map((group, at) => [group, HUES[at]]));
  const legend = [...hue].map(([group, colour]) => ({ colour, words: names(group), count: sizes.get(group) }));
  const rest = nodes.filter((node) => !hue.has(value(node))).length;
  if (rest) legend.push({ colour: OTHER, words: null, count: rest });
  return { of: (node) => hue.get(value(node)) ?? OTHER, legend };
}

/** Radius in pixels: the area follows the measure. */
export function radius(nodes, key) {
  const most = nodes.reduce((most, node) => Math.max(most, node[key] ?? 0), 1e-9);
  return (node) => 2.5 + 10 * Math.sqrt(Math.max(node[key] ?? 0, 0) / most);
}

/** Marks on a stage of a width and height: lines (the strongest `most`, and those in focus), discs and labels that do not cover each other. */
export function scene(graph, view, style, focus, most = Infinity) {
  const { width, height } = view;
  const at = ([x, y]) => [(x - view.x) * view.scale + width / 2, (y - view.y) * view.scale + height / 2];
  const near = focus ? new Set([focus, ...focus.neighbours]) : null;
  const inside = ([x, y], edge) => x > -edge && y > -edge && x < width + edge && y < height + edge;
  const heaviest = graph.edges.reduce((most, edge) => Math.max(most, edge.weight), 1);
  const lines = [];
  for (const edge of graph.edges) {
    const strong = near ? edge.from === focus || edge.to === focus : false;
    if (lines.length >= most && !strong) continue;
    const [a, b] = [at(edge.from.place), at(edge.to.place)];
    if (!inside(a, 2000) && !inside(b, 2000)) continue;
    lines.push({ a, b, width: 0.5 + 2.5 * Math.sqrt(edge.weight / heaviest), strong, faint: near && !strong });
  }
  const discs = graph.nodes
    .map((node) => ({ node, at: at(node.place), radius: style.radius(node) * Math.min(1.6, Math.max(0.5, view.zoom ** 0.5)),
      colour: style.colour(node), faint: near ? !near.has(node) : false, square: node.type === "initiative" }))
    .filter((disc) => inside(disc.at, 40));
  // Small ones are drawn last, so that none hides behind a large one.
  discs.sort((a, b) => b.radius - a.radius);
  return { width, height, lines, discs, labels: labels(discs, focus, view) };
}

/** The most important labels that fit. */
function labels(discs, focus, view) {
  const taken = [];
  const free = (box) => taken.every((other) => box.left > other.right || box.right < other.left || box.top > other.bottom || box.bottom < other.top);
  const most = Math.min(150, Math.round(28 * Math.max(1, view.zoom)));
  const found = [];
  const order = discs.filter((disc) => !disc.faint).sort((a, b) => (b.node === focus) - (a.node === focus) || b.radius - a.radius);
  for (const disc of order) {
    if (found.length >= most) break;
    const text = disc.node.label.length > 42 ? `${disc.node.label.slice(0, 40)}…` : disc.node.label;
    const half = text.length * 3.3;
    const [x, y] = [disc.at[0], disc.at[1] + disc.radius + 13];
    const box = { left: x - half, right: x + half, top: y - 11, bottom: y + 4 };
    if (box.left < 2 || box.right > view.width - 2 || box.bottom > view.height - 2 || box.top < 2 || !free(box)) continue;
    taken.push(box);
    found.push({ text, x, y });
  }
  return found;
}

const FONT = "12px system-ui, sans-serif";

/** Draws a scene; `inks` are the colours of paper, ink and lines. */
export function paint(context, { width, height, lines, discs, labels }, inks) {
  context.fillStyle = inks.paper;
  context.fillRect(0, 0, width, height);
  for (const strong of [false, true]) {
    for (const line of lines) {
      if (line.strong !== strong) continue;
      context.globalAlpha = line.strong ? 0.9 : line.faint ? 0.06 : 0.28;
      context.strokeStyle = line.strong ? inks.ink : inks.line;
      context.lineWidth = line.width;
      context.beginPath();
      context.moveTo(...line.a);
      context.lineTo(...line.b);
      context.stroke();
    }
  }
  for (const disc of discs) {
    context.globalAlpha = disc.faint ? 0.15 : 1;
    context.beginPath();
    if (disc.square) context.rect(disc.at[0] - disc.radius * 0.9, disc.at[1] - disc.radius * 0.9, disc.radius * 1.8, disc.radius * 1.8);
    else context.arc(...disc.at, disc.radius, 0, 2 * Math.PI);
    context.fillStyle = disc.colour;
    context.fill();
    context.strokeStyle = inks.ink;
    context.lineWidth = 1;
    context.stroke();
  }
  context.globalAlpha = 1;
  context.font = FONT;
  context.textAlign = "center";
  context.lineJoin = "round";
  for (const label of labels) {
    context.strokeStyle = inks.paper;
    context.lineWidth = 4;
    context.strokeText(label.text, label.x, label.y);
    context.fillStyle = inks.ink;
    context.fillText(label.text, label.x, label.y);
  }
}

/** The same scene on a canvas of its own, twice as fine, with title, legend and footer in it. */
export function sheet(drawn, { title, legend, footer }) {
  const foot = 28 * Math.ceil(legend.length / 3) + 24 + 18 * footer.length;
  const canvas = Object.assign(document.createElement("canvas"), { width: drawn.width * 2, height: (drawn.height + 44 + foot) * 2 });
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, drawn.width, drawn.height + 44 + foot);
  context.save();
  context.translate(0, 44);
  context.beginPath();
  context.rect(0, 0, drawn.width, drawn.height);
  context.clip();
  paint(context, drawn, { paper: "#fff", ink: "#16202a", line: "#6f7a86" });
  context.restore();
  context.textAlign = "left";
  const write = (text, x, y, font, colour) => { context.font = font; context.fillStyle = colour; context.fillText(text, x, y); };
  write(title, 16, 28, "bold 18px system-ui, sans-serif", "#16202a");
  legend.forEach((one, at) => {
    const [x, y] = [16 + (at % 3) * (drawn.width / 3), drawn.height + 62 + 28 * Math.floor(at / 3)];
    context.beginPath();
    context.arc(x + 7, y, 7, 0, 2 * Math.PI);
    context.fillStyle = one.colour;
    context.fill();
    context.strokeStyle = "#16202a";
    context.stroke();
    write(`${one.words} (${one.count})`, x + 20, y + 4, FONT, "#16202a");
  });
  footer.forEach((line, at) => write(line, 16, drawn.height + 62 + 28 * Math.ceil(legend.length / 3) + 18 * at, FONT, "#4b5865"));
  return canvas;
}

const escaped = (text) => text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]);

/** The same scene as an SVG file, with title, legend and footer in it. */
export function svg({ width, height, lines, discs, labels }, { title, legend, footer }) {
  const foot = 28 * Math.ceil(legend.length / 3) + 24 + 18 * footer.length;
  const out = [`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + 44 + foot}" viewBox="0 0 ${width} ${height + 44 + foot}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="#fff"/><text x="16" y="28" font-size="18" font-weight="bold">${escaped(title)}</text><g transform="translate(0 44)">`];
  const n = (value) => value.toFixed(1);
  for (const line of lines) out.push(`<line x1="${n(line.a[0])}" y1="${n(line.a[1])}" x2="${n(line.b[0])}" y2="${n(line.b[1])}" stroke="${line.strong ? "#16202a" : "#6f7a86"}" stroke-width="${n(line.width)}" stroke-opacity="${line.strong ? 0.9 : line.faint ? 0.06 : 0.28}"/>`);
  for (const disc of discs) {
    const [x, y, r] = [disc.at[0], disc.at[1], disc.radius];
    const rest = `fill="${disc.colour}" stroke="#16202a" opacity="${disc.faint ? 0.15 : 1}"><title>${escaped(disc.node.label)}</title>`;
    out.push(disc.square ? `<rect x="${n(x - r * 0.9)}" y="${n(y - r * 0.9)}" width="${n(r * 1.8)}" height="${n(r * 1.8)}" ${rest}</rect>` : `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" ${rest}</circle>`);
  }
  for (const label of labels) out.push(`<text x="${n(label.x)}" y="${n(label.y)}" text-anchor="middle" stroke="#fff" stroke-width="4" paint-order="stroke" stroke-linejoin="round" fill="#16202a">${escaped(label.text)}</text>`);
  out.push("</g>");
  legend.forEach((one, at) => {
    const [x, y] = [16 + (at % 3) * (width / 3), height + 62 + 28 * Math.floor(at / 3)];
    out.push(`<circle cx="${n(x + 7)}" cy="${n(y)}" r="7" fill="${one.colour}" stroke="#16202a"/><text x="${n(x + 20)}" y="${n(y + 4)}">${escaped(`${one.words} (${one.count})`)}</text>`);
  });
  footer.forEach((line, at) => out.push(`<text x="16" y="${n(height + 62 + 28 * Math.ceil(legend.length / 3) + 18 * at)}" fill="#4b5865">${escaped(line)}</text>`));
  out.push("</svg>");
  return out.join("");
}

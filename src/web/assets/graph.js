// The network as the service gives it: nodes with attributes, edges with weights, and places that stay where they are.

async function read(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail ?? answer.statusText);
  return body;
}

/** Places of all nodes of a network, by id: from the layout that files for VOSviewer carry. */
export async function places(api, network) {
  const body = await read(`${api}/exports/vosviewer?network=${network}`);
  return new Map(body.network.items.map((item) => [item.id, [item.x, item.y]]));
}

/** The nodes and edges that pass the filters. */
export async function network(api, kind, filters, language) {
  const query = new URLSearchParams({ network: kind, lang: language, ...filters });
  const body = await read(`${api}/exports/json?${query}`);
  const nodes = body.nodes.map((node) => ({ ...node, neighbours: new Set() }));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = body.edges.flatMap((edge) => {
    const [from, to] = [byId.get(edge.source), byId.get(edge.target)];
    if (!from || !to) return [];
    from.neighbours.add(to);
    to.neighbours.add(from);
    return [{ from, to, weight: edge.weight ?? 1 }];
  });
  // The strongest first: they are drawn while the map moves.
  edges.sort((a, b) => b.weight - a.weight);
  return { nodes, edges, about: body.graph };
}

/** One node per cluster, in the middle of its members, with the contacts between them. */
export function clusters({ nodes, edges, about }) {
  const groups = new Map();
  for (const node of nodes) {
    if (!node.cluster || !node.place) continue;
    const group = groups.get(node.cluster) ?? {
      id: node.cluster, label: node.clusterName ?? node.cluster, type: "cluster", cluster: node.cluster,
      clusterName: node.clusterName, members: 0, degree: 0, place: [0, 0], neighbours: new Set(), regions: "", kind: "",
    };
    group.members += 1;
    group.place = [group.place[0] + node.place[0], group.place[1] + node.place[1]];
    groups.set(node.cluster, group);
  }
  for (const group of groups.values()) group.place = group.place.map((sum) => sum / group.members);
  const links = new Map();
  for (const { from, to, weight } of edges) {
    const [a, b] = [groups.get(from.cluster), groups.get(to.cluster)];
    if (!a || !b || a === b) continue;
    const key = [a.id, b.id].sort().join("\n");
    const link = links.get(key) ?? { from: a, to: b, weight: 0 };
    link.weight += weight;
    links.set(key, link);
    a.neighbours.add(b);
    b.neighbours.add(a);
  }
  for (const group of groups.values()) group.degree = group.neighbours.size;
  return { nodes: [...groups.values()], edges: [...links.values()], about };
}

/** Isolated nodes have no place in the layout: they stand in rows below it. */
export function placed(graph, where) {
  const known = [...where.values()];
  const low = Math.max(...known.map(([, y]) => y), 0);
  const left = Math.min(...known.map(([x]) => x), 0);
  const right = Math.max(...known.map(([x]) => x), 1);
  const step = (right - left) / 60 || 0.02;
  let alone = 0;
  for (const node of graph.nodes) {
    node.place = where.get(node.id) ?? [left + (alone % 60) * step, low + step * (3 + Math.floor(alone / 60))];
    if (!where.has(node.id)) alone += 1;
  }
  return graph;
}

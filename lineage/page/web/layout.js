// Where things stand: boxes in boxes, and the outer ones in layers from left to right, data flowing to the right.
// (After Sugiyama: cycles broken, layers by longest way, order by barycentres, then straightened.) The same graph always
// gives the same picture, and 5,000 boxes take a fraction of a second.

const FONT = 6.7; // width of a letter at 11px
const ROW = 20, HEAD = 26, PAD = 8, GAP = 12, LAYER_GAP = 70, BOX_GAP = 22, WAY = 6;
const MAX_LABEL = 44;
const MAX_WAYS = 4000; // more arrows than that are not led around boxes

// What a box says: of a long name the end, which tells most, and how much is in it.
export function textOf({ label, count }) {
  const short = label.length <= MAX_LABEL ? label : `…${label.slice(label.length - MAX_LABEL + 1)}`;
  return count > 0 ? `${short} (${count})` : short;
}

// Sets w and h of the box and of all in it, and where children stand in it (dx, dy of their upper left corners).
function measure(box) {
  const label = textOf(box).length * FONT + 24;
  if (box.kind === 'column') return Object.assign(box, { w: label, h: ROW });
  if (box.children.length === 0) return Object.assign(box, { w: Math.max(label, 60), h: HEAD });
  box.children.forEach(measure);
  const gap = box.kind === 'asset' ? 2 : GAP;
  const rows = Math.max(24, Math.ceil(Math.sqrt(box.children.length) * 2));
  let x = PAD, y = HEAD, column = 0, bottom = HEAD;
  box.children.forEach((child, at) => {
    if (at > 0 && at % rows === 0) [x, y, column] = [x + column + gap, HEAD, 0];
    [child.dx, child.dy] = [x, y];
    y += child.h + gap;
    column = Math.max(column, child.w);
    bottom = Math.max(bottom, y - gap);
  });
  box.w = Math.max(x + column + PAD, label);
  box.h = bottom + PAD;
  // Rows of one asset are alike in width.
  if (box.kind === 'asset' && box.children.length <= rows) for (const child of box.children) child.w = box.w - 2 * PAD;
  return box;
}

// Leaves out what closes a cycle.
function acyclic(n, out) {
  const state = new Uint8Array(n), kept = out.map(() => []);
  for (let root = 0; root < n; ++root) {
    if (state[root] !== 0) continue;
    const stack = [[root, 0]];
    state[root] = 1;
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const [at, next] = top;
      if (next === out[at].length) {
        state[at] = 2;
        stack.pop();
        continue;
      }
      ++top[1];
      const to = out[at][next];
      if (state[to] === 1) continue;
      kept[at].push(to);
      if (state[to] === 0) {
        state[to] = 1;
        stack.push([to, 0]);
      }
    }
  }
  return kept;
}

function layersOf(n, out) {
  const waiting = new Int32Array(n), layer = new Int32Array(n), work = [];
  for (const to of out.flat()) ++waiting[to];
  for (let at = 0; at < n; ++at) if (waiting[at] === 0) work.push(at);
  const sources = [...work];
  while (work.length > 0) {
    const at = work.pop();
    for (const to of out[at]) {
      layer[to] = Math.max(layer[to], layer[at] + 1);
      if (--waiting[to] === 0) work.push(to);
    }
  }
  // What nothing leads to stands next to what it leads to.
  for (const at of sources) if (out[at].length > 0) layer[at] = Math.min(...out[at].map((to) => layer[to])) - 1;
  return layer;
}

// `points` are to be in this order, `gap` apart, as near as can be to where they want to be.
function settle(nodes) {
  const groups = [];
  for (const node of nodes) {
    let group = { nodes: [node], want: node.want - node.h / 2, size: node.h + BOX_GAP, weight: 1 };
    while (groups.length > 0) {
      const last = groups[groups.length - 1];
      if (last.want + last.size <= group.want) break;
      groups.pop();
      const weight = last.weight + group.weight;
      group = { nodes: [...last.nodes, ...group.nodes], weight, size: last.size + group.size,
        want: (last.want * last.weight + (group.want - last.size) * group.weight) / weight };
    }
    groups.push(group);
  }
  for (const group of groups) {
    let y = group.want;
    for (const node of group.nodes) {
      node.y = y + node.h / 2;
      y += node.h + BOX_GAP;
    }
  }
}

// Gives every box of `boxes`, at any depth, x and y (centre), w and h; and every arrow that passes layers the points
// that it is to go through (`via`).
export function layout(boxes, arrows) {
  boxes.forEach(measure);
  const owner = new Map();
  const own = (box, at) => {
    owner.set(box.id, at);
    for (const child of box.children) own(child, at);
  };
  boxes.forEach((box, at) => own(box, at));
  const out = boxes.map(() => new Set());
  for (const arrow of arrows) {
    const from = owner.get(arrow.from), to = owner.get(arrow.to);
    if (from !== to) out[from].add(to);
  }
  const kept = acyclic(boxes.length, out.map((to) => [...to].sort((a, b) => a - b)));
  const layer = layersOf(boxes.length, kept);

  const layers = [];
  const put = (node, at) => {
    while (layers.length <= at) layers.push([]);
    layers[at].push(node);
  };
  const nodes = boxes.map((box, at) => ({ box, w: box.w, h: box.h, up: [], down: [], y: 0, layer: layer[at] }));
  nodes.forEach((node) => put(node, node.layer));
  const ways = new Map();
  const many = kept.reduce((n, to) => n + to.length, 0) > MAX_WAYS;
  kept.forEach((tos, from) => {
    for (const to of tos) {
      const way = [];
      let last = nodes[from];
      for (let at = layer[from] + 1; !many && at < layer[to]; ++at) {
        const node = { w: 0, h: WAY, up: [last], down: [], y: 0, layer: at };
        last.down.push(node);
        put(node, at);
        way.push(node);
        last = node;
      }
      last.down.push(nodes[to]);
      nodes[to].up.push(last);
      if (way.length > 0) ways.set(`${from} ${to}`, way);
    }
  });

  const stack = (list) => {
    let y = 0;
    for (const node of list) {
      node.y = y + node.h / 2;
      y += node.h + BOX_GAP;
    }
    for (const node of list) node.y -= y / 2;
  };
  layers.forEach(stack);
  const mean = (list) => list.reduce((sum, node) => sum + node.y, 0) / list.length;
  for (let round = 0; round < 10; ++round) {
    const down = round % 2 === 0;
    for (const list of down ? layers : [...layers].reverse()) {
      for (const node of list) {
        const beside = down ? node.up : node.down;
        node.want = beside.length > 0 ? mean(beside) : node.y;
      }
      list.sort((a, b) => a.want - b.want);
      if (round < 6) stack(list); else settle(list);
    }
  }
  for (let round = 0; round < 4; ++round) {
    for (const list of round % 2 === 0 ? [...layers].reverse() : layers) {
      for (const node of list) {
        const beside = [...node.up, ...node.down];
        node.want = beside.length > 0 ? mean(beside) : node.y;
      }
      settle(list);
    }
  }

  let x = 0;
  for (const list of layers) {
    const width = Math.max(0, ...list.map((node) => node.w));
    for (const node of list) [node.x, node.half] = [x + width / 2, width / 2];
    x += width + LAYER_GAP;
  }
  const place = (box, left, top) => {
    [box.x, box.y] = [left + box.w / 2, top + box.h / 2];
    for (const child of box.children) place(child, left + child.dx, top + child.dy);
  };
  for (const node of nodes) place(node.box, node.x - node.w / 2, node.y - node.h / 2);
  for (const arrow of arrows) {
    const way = ways.get(`${owner.get(arrow.from)} ${owner.get(arrow.to)}`) ?? [];
    arrow.via = way.flatMap((node) => [[node.x - node.half, node.y], [node.x + node.half, node.y]]);
  }
}

// The graph as drawn: Cytoscape on a canvas. Boxes stand where layout.js puts them; nothing moves by itself.
//
// Of a large graph Cytoscape holds what can be read: boxes in the window and around it that are large enough, and the
// arrows between them. All else is painted by far.js, and changes over as one moves and zooms.
import cytoscape from 'cytoscape';
import { Far } from './far.js';
import { layout, textOf } from './layout.js';

// From here on the graph is large: its arrows are straight.
const MANY = 1500;
// Boxes that are less high than that, in pixels, cannot be read.
const LEAST = 10;
// Boxes, and arrows, that Cytoscape is to hold at most of a large graph.
const MOST = 700;

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const KIND_COLORS = { DATASET: 'dataset', FEATURE: 'dataset', TABLE: 'table', STREAM: 'table', MODEL: 'model',
  EMBEDDING: 'model', INDEX: 'model', METRIC: 'metric' };

function style() {
  const color = Object.fromEntries(['ground', 'text', 'dim', 'job', 'asset', 'column', 'line', 'edge', 'sure', 'up', 'down', 'accent',
    'added', 'removed', 'changed', 'found'].map((name) => [name, css(name)]));
  const kind = (ele) => css(KIND_COLORS[ele.data('kindName')] ?? 'other');
  return [
    { selector: 'node', style: {
      shape: 'round-rectangle', width: 'data(w)', height: 'data(h)', label: 'data(label)', 'font-size': 11,
      'font-family': 'system-ui, "DejaVu Sans", sans-serif', color: color.text, 'text-valign': 'center', 'text-halign': 'center',
      'background-color': color.asset, 'border-width': 1, 'border-color': color.line, 'min-zoomed-font-size': 5,
      'overlay-opacity': 0, 'z-index-compare': 'manual', 'z-index': 'data(depth)' } },
    { selector: 'node[kind = "job"]', style: { 'background-color': color.job, 'border-style': 'dashed', color: color.dim } },
    { selector: 'node[kind = "asset"]', style: { 'border-width': 1.5, 'border-color': kind } },
    { selector: 'node[kind = "column"]', style: { 'background-color': color.column, 'font-size': 10 } },
    { selector: 'node[?open]', style: { 'text-valign': 'top', 'text-margin-y': 20, 'font-weight': 'bold' } },
    { selector: 'node[?tagged]', style: { 'border-color': color.down, 'border-width': 2 } },
    { selector: 'edge', style: {
      width: 'data(width)', 'line-color': color.edge, 'target-arrow-color': color.edge, 'target-arrow-shape': 'triangle',
      'arrow-scale': 0.8, 'curve-style': 'straight', 'source-endpoint': '90deg', 'target-endpoint': '270deg',
      'overlay-opacity': 0, 'z-index-compare': 'manual', 'z-index': 3 } },
    { selector: 'edge[distances]', style: { 'curve-style': 'unbundled-bezier', 'edge-distances': 'endpoints',
      'control-point-distances': 'data(distances)', 'control-point-weights': 'data(weights)' } },
    { selector: 'edge[?back]', style: { 'source-endpoint': 'outside-to-node', 'target-endpoint': 'outside-to-node' } },
    { selector: 'edge[?indirect]', style: { 'line-style': 'dashed' } },
    { selector: 'edge[?unsure]', style: { 'line-color': color.changed, 'target-arrow-color': color.changed } },
    ...['added', 'removed', 'changed'].flatMap((change) => [
      { selector: `node[change = "${change.toUpperCase()}"]`, style: { 'border-color': color[change], 'border-width': 3, color: color[change] } },
      { selector: `edge[change = "${change.toUpperCase()}"]`, style: { 'line-color': color[change], 'target-arrow-color': color[change] } },
    ]),
    { selector: '.far', style: { opacity: 0.15 } },
    { selector: 'edge.up', style: { 'line-color': color.up, 'target-arrow-color': color.up, 'z-index': 9 } },
    { selector: 'edge.down', style: { 'line-color': color.down, 'target-arrow-color': color.down, 'z-index': 9 } },
    { selector: '.chosen', style: { 'border-color': color.accent, 'border-width': 4, 'line-color': color.accent, 'target-arrow-color': color.accent, 'z-index': 10 } },
  ];
}

// Control points as Cytoscape takes them, so that the arrow leaves to the right, goes through `via` and arrives from
// the left.
function curve(from, to, via) {
  const [x1, y1, x2, y2] = [from.x + from.w / 2, from.y, to.x - to.w / 2, to.y];
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (x2 - x1 < 20 || (via.length === 0 && Math.abs(y2 - y1) < 2)) return {};
  const stations = [[x1, y1], ...via, [x2, y2]], points = [];
  for (let at = 0; at + 1 < stations.length; at += 2) {
    const [[ax, ay], [bx, by]] = [stations[at], stations[at + 1]];
    points.push([ax + (bx - ax) * 0.35, ay], [ax + (bx - ax) * 0.65, by]);
  }
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  return { weights: points.map(([x, y]) => ((x - x1) * dx + (y - y1) * dy) / length),
    distances: points.map(([x, y]) => (y - y1) * dx - (x - x1) * dy) };
}

export class Picture {
  // `on` has choose(id or null), chooseArrow(arrow) and toggle(id).
  constructor(container, model, on) {
    this.container = container;
    this.model = model;
    this.on = on;
    this.marks = null;
    this.far = new Far(css);
  }

  // Draws anew; with `keep`, what is in the middle of the window stays there.
  draw(keep) {
    const { boxes, arrows } = this.model.view();
    layout(boxes, arrows);
    this.arrows = new Map(arrows.map((arrow) => [arrow.id, arrow]));
    this.boxes = new Map();
    this.tops = boxes;
    boxes.forEach((box) => this.addBox(box, 0, null));
    this.many = this.boxes.size + arrows.length > MANY;
    const elements = this.many ? [] : [...[...this.boxes.values()].map((box) => box.element), ...arrows.map((arrow) => this.arrowElement(arrow))];
    const old = this.cy && keep ? { zoom: this.cy.zoom(), pan: { ...this.cy.pan() }, at: this.boxes.get(keep.id), was: keep } : null;
    if (this.cy) this.cy.destroy();
    this.cy = cytoscape({
      container: this.container, elements, style: style(), layout: { name: 'preset', fit: false }, autoungrabify: true, boxSelectionEnabled: false,
      selectionType: 'single', autounselectify: true, minZoom: 0.01, maxZoom: 4, pixelRatio: this.many ? 1 : 'auto' });
    this.far.over(this.container);
    this.marks = null;
    if (old && old.at) {
      const zoom = old.zoom;
      this.cy.viewport({ zoom, pan: { x: old.pan.x + (old.was.x - old.at.x) * zoom, y: old.pan.y + (old.was.y - old.at.y) * zoom } });
    } else {
      this.fit();
    }
    this.cy.on('tap', (event) => {
      if (event.target !== this.cy && event.target.isEdge()) this.on.chooseArrow(this.arrows.get(event.target.id()));
      else this.on.choose(this.boxAt(event.position)?.id ?? null);
    });
    this.cy.on('dbltap', (event) => {
      const box = this.boxAt(event.position);
      if (box) this.on.toggle(box.id);
    });
    this.cy.on('viewport resize', () => this.moved());
    this.refresh();
  }

  // The innermost box that stands there.
  boxAt({ x, y }) {
    const holds = (box) => Math.abs(x - box.x) <= box.w / 2 && Math.abs(y - box.y) <= box.h / 2;
    let found = null;
    for (let among = this.tops; among.length > 0;) {
      const next = among.find(holds);
      if (!next) break;
      found = next;
      among = next.children;
    }
    return found;
  }

  // ---- What of a large graph Cytoscape holds

  // The window has moved, or what is in it has another size.
  moved() {
    if (!this.many) return;
    const { x1, y1, x2, y2 } = this.cy.extent(), { held } = this;
    const same = x1 >= held.x1 && y1 >= held.y1 && x2 <= held.x2 && y2 <= held.y2 && Math.abs(Math.log(this.cy.zoom() / held.zoom)) < 0.05;
    this.stale = this.stale || !same;
    this.later ??= requestAnimationFrame(() => {
      this.later = null;
      if (this.stale) this.refresh(); else this.paint();
    });
  }

  refresh() {
    if (!this.many) return;
    const { cy } = this, zoom = cy.zoom(), { x1, y1, x2, y2 } = cy.extent();
    const [dx, dy] = [(x2 - x1) / 2, (y2 - y1) / 2];
    const held = this.held = { x1: x1 - dx, y1: y1 - dy, x2: x2 + dx, y2: y2 + dy, zoom };
    this.stale = false;
    const meets = (left, right, top, bottom) => left <= held.x2 && right >= held.x1 && top <= held.y2 && bottom >= held.y1;
    const around = [];
    const walk = (box) => {
      if (!meets(box.x - box.w / 2, box.x + box.w / 2, box.y - box.h / 2, box.y + box.h / 2)) return;
      around.push(box);
      box.children.forEach(walk);
    };
    this.tops.forEach(walk);
    const passing = [...this.arrows.values()].filter((arrow) => {
      const from = this.boxes.get(arrow.from), to = this.boxes.get(arrow.to);
      return meets(Math.min(from.x, to.x - to.w / 2), Math.max(from.x + from.w / 2, to.x), Math.min(from.y, to.y), Math.max(from.y, to.y));
    });
    let boxes, arrows;
    for (let least = LEAST / zoom; ; least *= 1.5) {
      boxes = new Map(around.filter((box) => box.h >= least).map((box) => [box.id, box]));
      arrows = new Map(passing.filter((arrow) => boxes.has(arrow.from) && boxes.has(arrow.to)).map((arrow) => [arrow.id, arrow]));
      if (boxes.size <= MOST && arrows.size <= MOST) break;
    }
    cy.batch(() => {
      cy.remove(cy.elements().filter((ele) => !boxes.has(ele.id()) && !arrows.has(ele.id())));
      cy.add([...[...boxes.values()].map((box) => box.element), ...[...arrows.values()].map((arrow) => this.arrowElement(arrow))]
        .filter((element) => cy.getElementById(element.data.id).empty()));
    });
    this.rest = { boxes: around.filter((box) => !boxes.has(box.id)).sort((a, b) => a.depth - b.depth), arrows: passing.filter((arrow) => !arrows.has(arrow.id)) };
    this.mark();
  }

  paint() {
    const { cy } = this;
    this.far.paint(cy.width(), cy.height(), cy.zoom(), cy.pan());
  }

  // Gives far.js what Cytoscape does not hold, as it is to look.
  paintRest() {
    if (!this.many) return;
    const chosen = new Set(this.marks?.chosen ?? []);
    const box = (one) => {
      const { kind, kindName, tagged, change } = one.element.data;
      const stroke = chosen.has(one.id) ? 'accent' : change ? change.toLowerCase() : tagged ? 'down' : kind === 'asset' ? KIND_COLORS[kindName] ?? 'other' : 'line';
      return [one, { fill: kind, stroke, width: chosen.has(one.id) ? 4 : 1 }];
    };
    const arrow = (one) => {
      const { up, down } = this.marksOf(one), { unsure, change } = this.arrowElement(one).data;
      const stroke = up ? 'up' : down ? 'down' : change ? change.toLowerCase() : unsure ? 'changed' : 'edge';
      return [this.boxes.get(one.from), this.boxes.get(one.to), { stroke, width: up || down ? 2 : 0.5 }];
    };
    this.far.hold(this.rest.boxes.map(box), this.rest.arrows.map(arrow));
    this.paint();
  }

  addBox(box, depth, parent) {
    this.boxes.set(box.id, Object.assign(box, { parent, depth }));
    const of = box.kind === 'job' ? this.model.jobs[box.index] : box.kind === 'asset' ? this.model.assets[box.index] : box.column;
    const tags = box.kind === 'job' ? [] : of.tags;
    const change = of.change ?? (box.kind === 'asset' && (of.was.length > 0 || of.columns.some((column) => column.change)) ? 'CHANGED' : undefined);
    box.element = { group: 'nodes', position: { x: box.x, y: box.y }, data: {
      id: box.id, kind: box.kind, kindName: box.kind === 'asset' ? of.kind : '', label: textOf(box),
      w: box.w, h: box.h, depth: box.children.length > 0 ? depth : depth + 4, open: box.children.length > 0 ? 1 : 0, tagged: tags.length > 0 ? 1 : 0,
      ...(change === undefined ? {} : { change }) } };
    for (const child of box.children) this.addBox(child, depth + 1, box);
  }

  arrowElement(arrow) {
    if (arrow.element) return arrow.element;
    const from = this.boxes.get(arrow.from), to = this.boxes.get(arrow.to);
    const changes = new Set(arrow.edges.map((edge) => edge.change ?? ''));
    const change = changes.size === 1 ? [...changes][0] : 'CHANGED';
    const sure = arrow.edges.some((edge) => edge.confidence === 'EXACT' || edge.confidence === 'MODELED');
    const back = to.x - to.w / 2 < from.x + from.w / 2;
    return arrow.element = { group: 'edges', data: {
      id: arrow.id, source: arrow.from, target: arrow.to, width: arrow.edges.length > 1 ? 2 : 1.2, back: back ? 1 : 0,
      indirect: arrow.edges.every((edge) => !edge.direct) ? 1 : 0, unsure: sure ? 0 : 1,
      ...(change === '' ? {} : { change }), ...(this.many || back ? {} : curve(from, to, arrow.via)) } };
  }

  // ---- What is marked

  // Shows what is up (leads to) and down (comes of), sets of numbers of edges; null: nothing.
  highlight(chosen, up, down) {
    this.marks = up === null ? null : { chosen, up, down };
    this.mark();
  }

  marksOf(arrow) {
    if (this.marks === null) return { up: false, down: false };
    const { up, down } = this.marks;
    return { up: arrow.edges.some((edge) => up.has(edge.index)), down: arrow.edges.some((edge) => down.has(edge.index)) };
  }

  mark() {
    const { cy } = this;
    cy.batch(() => {
      cy.elements('.far, .up, .down, .chosen').removeClass('far up down chosen');
      if (this.marks === null) return;
      const near = new Set(this.marks.chosen);
      for (const arrow of this.arrows.values()) {
        const { up, down } = this.marksOf(arrow);
        if (!up && !down) continue;
        near.add(arrow.id);
        for (const end of [arrow.from, arrow.to]) for (let box = this.boxes.get(end); box; box = box.parent) near.add(box.id);
        cy.getElementById(arrow.id).addClass(up ? 'up' : 'down');
      }
      for (const id of this.marks.chosen) {
        cy.getElementById(id).addClass('chosen');
        const open = (box) => box.children.forEach((child) => (near.add(child.id), open(child)));
        for (let box = this.boxes.get(id); box; box = box.parent) near.add(box.id);
        if (this.boxes.has(id)) open(this.boxes.get(id));
      }
      // What is painted does not fade either.
      if (!this.many) cy.elements().filter((ele) => !near.has(ele.id())).addClass('far');
    });
    this.paintRest();
  }

  // What one comes to from a box by an arrow key.
  neighbour(id, key) {
    const box = this.boxes.get(id);
    if (!box) return null;
    const nearest = (ids) => ids.map((at) => this.boxes.get(at)).sort((a, b) =>
      Math.abs(a.y - box.y) - Math.abs(b.y - box.y) || Math.abs(a.x - box.x) - Math.abs(b.x - box.x))[0]?.id ?? null;
    const arrows = [...this.arrows.values()];
    if (key === 'ArrowRight') return nearest(arrows.filter((arrow) => arrow.from === id).map((arrow) => arrow.to));
    if (key === 'ArrowLeft') return nearest(arrows.filter((arrow) => arrow.to === id).map((arrow) => arrow.from));
    const sign = key === 'ArrowDown' ? 1 : -1;
    return [...this.boxes.values()]
      .filter((other) => other.kind === box.kind && (other.y - box.y) * sign > 1 && Math.abs(other.x - box.x) < Math.max(box.w, other.w) / 2)
      .sort((a, b) => (a.y - b.y) * sign)[0]?.id ?? null;
  }

  first() { return [...this.boxes.values()].sort((a, b) => a.x - b.x || a.y - b.y)[0]?.id ?? null; }

  // A graph of few boxes is not drawn larger than it is.
  fit() {
    const tops = [...this.boxes.values()].filter((box) => box.parent === null);
    if (tops.length === 0) return;
    const edge = (pick, of) => tops.reduce((at, box) => pick(at, of(box)), of(tops[0]));
    const [x1, x2] = [edge(Math.min, (box) => box.x - box.w / 2), edge(Math.max, (box) => box.x + box.w / 2)];
    const [y1, y2] = [edge(Math.min, (box) => box.y - box.h / 2), edge(Math.max, (box) => box.y + box.h / 2)];
    const zoom = Math.min((this.cy.width() - 60) / (x2 - x1), (this.cy.height() - 60) / (y2 - y1), 1.3);
    this.cy.viewport({ zoom: Math.max(zoom, this.cy.minZoom()),
      pan: { x: this.cy.width() / 2 - ((x1 + x2) / 2) * zoom, y: this.cy.height() / 2 - ((y1 + y2) / 2) * zoom } });
  }

  zoom(by) { this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } }); }

  // Moves the window where the box is out of it, or too small to be read.
  show(id) {
    const box = this.boxes.get(id);
    if (!box) return;
    const { cy } = this, zoom = cy.zoom() < 0.5 ? 0.9 : cy.zoom(), { x1, y1, x2, y2 } = cy.extent();
    if (zoom === cy.zoom() && box.x - box.w / 2 >= x1 && box.x + box.w / 2 <= x2 && box.y - box.h / 2 >= y1 && box.y + box.h / 2 <= y2) return;
    cy.viewport({ zoom, pan: { x: cy.width() / 2 - box.x * zoom, y: cy.height() / 2 - box.y * zoom } });
    this.refresh();
  }

  recolor() {
    this.cy.style(style());
    this.paintRest();
  }
}

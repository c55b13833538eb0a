// The graph as drawn: Cytoscape on a canvas. Boxes stand where layout.js puts them; nothing moves by itself.
import cytoscape from 'cytoscape';
import { layout, textOf } from './layout.js';

// From here on arrows are straight and what moves is a picture of the graph, not the graph.
const MANY = 1500;

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
  }

  // Draws anew; with `keep`, what is in the middle of the window stays there.
  draw(keep) {
    const { boxes, arrows } = this.model.view();
    layout(boxes, arrows);
    this.arrows = new Map(arrows.map((arrow) => [arrow.id, arrow]));
    this.boxes = new Map();
    const elements = [];
    boxes.forEach((box) => this.addBox(box, 0, null, elements));
    const many = this.boxes.size + arrows.length > MANY;
    this.many = many;
    for (const arrow of arrows) elements.push(this.arrowElement(arrow, many));
    const old = this.cy && keep ? { zoom: this.cy.zoom(), pan: { ...this.cy.pan() }, at: this.boxes.get(keep.id), was: keep } : null;
    if (this.cy) this.cy.destroy();
    this.cy = cytoscape({
      container: this.container, elements, style: style(), layout: { name: 'preset', fit: false }, autoungrabify: true, boxSelectionEnabled: false,
      selectionType: 'single', autounselectify: true, minZoom: 0.01, maxZoom: 4, textureOnViewport: many,
      hideEdgesOnViewport: arrows.length > 8000, pixelRatio: many ? 1 : 'auto' });
    if (old && old.at) {
      const zoom = old.zoom;
      this.cy.viewport({ zoom, pan: { x: old.pan.x + (old.was.x - old.at.x) * zoom, y: old.pan.y + (old.was.y - old.at.y) * zoom } });
    } else {
      this.fit();
    }
    this.cy.on('tap', (event) => {
      if (event.target === this.cy) this.on.choose(null);
      else if (event.target.isNode()) this.on.choose(event.target.id());
      else this.on.chooseArrow(this.arrows.get(event.target.id()));
    });
    this.cy.on('dbltap', 'node', (event) => this.on.toggle(event.target.id()));
  }

  addBox(box, depth, parent, elements) {
    this.boxes.set(box.id, Object.assign(box, { parent }));
    const of = box.kind === 'job' ? this.model.jobs[box.index] : box.kind === 'asset' ? this.model.assets[box.index] : box.column;
    const tags = box.kind === 'job' ? [] : of.tags;
    const change = of.change ?? (box.kind === 'asset' && (of.was.length > 0 || of.columns.some((column) => column.change)) ? 'CHANGED' : undefined);
    elements.push({ group: 'nodes', position: { x: box.x, y: box.y }, data: {
      id: box.id, kind: box.kind, kindName: box.kind === 'asset' ? of.kind : '', label: textOf(box),
      w: box.w, h: box.h, depth: box.children.length > 0 ? depth : depth + 4, open: box.children.length > 0 ? 1 : 0, tagged: tags.length > 0 ? 1 : 0,
      ...(change === undefined ? {} : { change }) } });
    for (const child of box.children) this.addBox(child, depth + 1, box, elements);
  }

  arrowElement(arrow, many) {
    const from = this.boxes.get(arrow.from), to = this.boxes.get(arrow.to);
    const changes = new Set(arrow.edges.map((edge) => edge.change ?? ''));
    const change = changes.size === 1 ? [...changes][0] : 'CHANGED';
    const sure = arrow.edges.some((edge) => edge.confidence === 'EXACT' || edge.confidence === 'MODELED');
    const back = to.x - to.w / 2 < from.x + from.w / 2;
    return { group: 'edges', data: {
      id: arrow.id, source: arrow.from, target: arrow.to, width: arrow.edges.length > 1 ? 2 : 1.2, back: back ? 1 : 0,
      indirect: arrow.edges.every((edge) => !edge.direct) ? 1 : 0, unsure: sure ? 0 : 1,
      ...(change === '' ? {} : { change }), ...(many || back ? {} : curve(from, to, arrow.via)) } };
  }

  // Shows what is up (leads to) and down (comes of), sets of numbers of edges; null: nothing.
  highlight(chosen, up, down) {
    const { cy } = this;
    cy.batch(() => {
      cy.elements().removeClass('far up down chosen');
      if (up === null) return;
      const near = new Set(chosen);
      for (const arrow of this.arrows.values()) {
        const isUp = arrow.edges.some((edge) => up.has(edge.index)), isDown = arrow.edges.some((edge) => down.has(edge.index));
        if (!isUp && !isDown) continue;
        near.add(arrow.id);
        for (const end of [arrow.from, arrow.to]) for (let box = this.boxes.get(end); box; box = box.parent) near.add(box.id);
        cy.getElementById(arrow.id).addClass(isUp ? 'up' : 'down');
      }
      for (const id of chosen) {
        cy.getElementById(id).addClass('chosen');
        const open = (box) => box.children.forEach((child) => (near.add(child.id), open(child)));
        for (let box = this.boxes.get(id); box; box = box.parent) near.add(box.id);
        if (this.boxes.has(id)) open(this.boxes.get(id));
      }
      // Fading thousands of things takes longer than it helps.
      if (!this.many) cy.elements().filter((ele) => !near.has(ele.id())).addClass('far');
    });
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
    const node = this.cy.getElementById(id);
    if (node.empty()) return;
    const box = node.renderedBoundingBox(), { cy } = this;
    if (cy.zoom() < 0.5) {
      cy.zoom(0.9);
      cy.center(node);
    } else if (box.x1 < 0 || box.y1 < 0 || box.x2 > cy.width() || box.y2 > cy.height()) {
      cy.center(node);
    }
  }

  recolor() { this.cy.style(style()); }
}

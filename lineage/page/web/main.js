// `pedigree show --format html` and `pedigree diff --format html`: the page.
import { LEVELS, Model, parse } from './model.js';
import { make, Panel } from './panel.js';
import { Picture } from './picture.js';

const $ = (id) => document.getElementById(id);
const data = JSON.parse($('lineage').textContent);
const model = new Model(data);
const MAX_BOXES = 20000; // a picture of more helps nobody

let chosen = null; // what is chosen: an id, or null
let before = null; // shows what stood in the panel before a flow was chosen

const picture = new Picture($('picture'), model, {
  choose, chooseArrow,
  toggle: (id) => open(id),
});
const panel = new Panel($('panel'), model, { choose: goTo, chooseFlow, chooseChange, back: () => (before ? before() : choose(null)) });

function say(text) { $('said').textContent = text; }

function choose(id) {
  chosen = id;
  before = null;
  if (id === null) {
    picture.highlight([], null, null);
    panel.showAll();
    return;
  }
  picture.highlight([id], model.reach(id, true), model.reach(id, false));
  panel.showThing(id, parse(id));
  before = () => choose(id);
  say(model.label(id));
}

function chooseArrow(arrow) {
  chosen = null;
  const edges = new Set(arrow.edges.map((edge) => edge.index));
  before = () => chooseArrow(arrow);
  picture.highlight([arrow.id, arrow.from, arrow.to], edges, new Set());
  if (arrow.edges.length === 1) {
    before = null;
    panel.showFlow(arrow.edges[0]);
  } else {
    panel.showArrow(arrow);
  }
  say(`${model.label(arrow.from)} to ${model.label(arrow.to)}`);
}

function chooseFlow(edge) {
  const back = before;
  revealAll([edge]);
  picture.highlight([model.shown(edge.from, edge.fc), model.shown(edge.to, edge.tc)], new Set([edge.index]), new Set());
  panel.showFlow(edge);
  before = back;
}

function chooseChange(change) {
  chosen = null;
  before = null;
  const edges = change.edges.map((at) => model.edges[at]);
  revealAll(edges);
  picture.highlight(edges.flatMap((edge) => [model.shown(edge.from, edge.fc), model.shown(edge.to, edge.tc)]), new Set(change.edges), new Set());
  panel.showChange(change);
  if (edges.length > 0) picture.show(model.shown(edges[0].from, edges[0].fc));
}

// Opens the jobs that these edges' ends are in, if they are not seen.
function revealAll(edges) {
  const jobs = edges.flatMap((edge) => [model.home[edge.from], model.home[edge.to]]).filter((job) => job >= 0 && !model.openJobs.has(job));
  if (jobs.length === 0) return;
  for (const job of jobs) model.openJobs.add(job);
  redraw(null);
}

// Chooses something wherever it is: opens what it is in.
function goTo(id) {
  if (!picture.boxes.has(id)) {
    model.reveal(id);
    redraw(id);
  }
  choose(id);
  picture.show(id);
}

// Opens a job or an asset, or closes it; the rest of the picture stays where it is, as far as it can.
function open(id) {
  if (!model.toggle(id)) return;
  redraw(id);
  choose(id);
}

function redraw(id) {
  const box = id === null ? undefined : picture.boxes?.get(id);
  picture.draw(box ? { id, x: box.x, y: box.y } : undefined);
  tally();
}

function tally() {
  const boxes = [...picture.boxes.values()];
  const n = (kind) => boxes.filter((box) => box.kind === kind).length;
  const word = (kind) => `${n(kind)} ${kind}${n(kind) === 1 ? '' : 's'}`;
  $('tally').textContent = [word('job'), word('asset'), word('column'), `${picture.arrows.size} arrow${picture.arrows.size === 1 ? '' : 's'}`].join(', ');
  for (const button of document.querySelectorAll('[data-level]')) button.setAttribute('aria-pressed', String(Number(button.dataset.level) === model.level));
}

function setLevel(level) {
  const columns = model.assets.reduce((sum, asset) => sum + asset.columns.length + 1, 0);
  if (level === LEVELS.COLUMNS && columns > MAX_BOXES) {
    say('too many columns');
    $('tally').textContent = `${columns} columns and assets are too many for one picture: open single assets`;
    return;
  }
  model.setLevel(level);
  redraw(null);
  choose(chosen !== null && picture.boxes.has(chosen) ? chosen : null);
}

// ---- Filter

function refilter() {
  redraw(chosen);
  choose(chosen !== null && picture.boxes.has(chosen) ? chosen : null);
}

function buildFilter() {
  const { filter } = model;
  const box = (text, isOn, set) => make('label', {}, make('input', { type: 'checkbox', checked: isOn, onchange: (event) => { set(event.target.checked); refilter(); } }), ` ${text}`);
  const values = (title, all, left) => (all.length < 2 ? null : make('fieldset', {}, make('legend', {}, title),
    all.map((value) => box(value.toLowerCase(), !left.has(value), (on) => (on ? left.delete(value) : left.add(value))))));
  const sorted = (values) => [...new Set(values)].sort();
  const tags = model.tags();
  const parts = [
    model.isDiff ? make('fieldset', {}, make('legend', {}, 'Change'), box('only what changed', filter.changed, (on) => { filter.changed = on; })) : null,
    tags.length === 0 ? null : make('fieldset', {}, make('legend', {}, 'Tag'), make('select', { id: 'tag', 'aria-label': 'Tag', onchange: (event) => { filter.tag = event.target.value; refilter(); } },
      make('option', { value: '' }, 'everything'), tags.map((tag) => make('option', { value: tag }, `${tag}, and what is made of it`)))),
    values('Kind', sorted(model.assets.map((asset) => asset.kind)), filter.kinds),
    values('Witness', sorted(model.edges.flatMap((edge) => edge.witnesses).concat(model.assets.flatMap((asset) => asset.witnesses))), filter.witnesses),
    values('Confidence', ['EXACT', 'MODELED', 'ASSUMED', 'WIDENED'].filter((value) => model.edges.some((edge) => edge.confidence === value)), filter.confidences),
    make('fieldset', {}, make('legend', {}, 'Flows'), box('only DIRECT', filter.direct, (on) => { filter.direct = on; })),
    model.assets.some((asset) => asset.noise) ? make('fieldset', {}, make('legend', {}, 'Also'), box("logs, temporary files and the system's own", filter.noise, (on) => { filter.noise = on; })) : null,
  ];
  $('filters').replaceChildren(...parts.filter((part) => part !== null));
  $('filters').addEventListener('submit', (event) => event.preventDefault());
}

function toggleFilter() {
  const form = $('filters');
  form.hidden = !form.hidden;
  $('filter').setAttribute('aria-expanded', String(!form.hidden));
  picture.cy.resize();
  if (!form.hidden) form.querySelector('input, select')?.focus();
}

// ---- Search

let hits = [], marked = 0;

function showHits() {
  const list = $('hits');
  list.replaceChildren(...hits.map((hit, at) => make('li', { role: 'option', id: `hit${at}`, 'aria-selected': String(at === marked),
    onmousedown: (event) => { event.preventDefault(); take(at); } }, hit.label)));
  list.hidden = hits.length === 0;
  const input = $('search'), at = input.getBoundingClientRect();
  list.style.left = `${at.left}px`;
  list.style.top = `${at.bottom + 2}px`;
  list.style.minWidth = `${at.width}px`;
  input.setAttribute('aria-expanded', String(!list.hidden));
  if (list.hidden) input.removeAttribute('aria-activedescendant'); else input.setAttribute('aria-activedescendant', `hit${marked}`);
  list.children[marked]?.scrollIntoView({ block: 'nearest' });
}

function take(at) {
  const hit = hits[at];
  hits = [];
  showHits();
  if (!hit) return;
  // A filter must not hide what was looked for.
  const { kind, index } = parse(hit.id);
  if (kind !== 'job' && !model.filtered().assets.has(index)) {
    Object.assign(model.filter, { kinds: new Set(), witnesses: new Set(), tag: '', changed: false, noise: true });
    buildFilter();
    redraw(null);
  }
  goTo(hit.id);
  $('picture').focus();
}

$('search').addEventListener('input', (event) => {
  hits = model.search(event.target.value);
  marked = 0;
  showHits();
});
$('search').addEventListener('blur', () => { hits = []; showHits(); });
$('search').addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    if (hits.length > 0) marked = (marked + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length;
    showHits();
  } else if (event.key === 'Enter') {
    take(marked);
  } else if (event.key === 'Escape') {
    event.target.value = '';
    hits = [];
    showHits();
    $('picture').focus();
  } else {
    return;
  }
  event.preventDefault();
});

// ---- Keys

const KEYS = [['/', 'search'], ['arrows', 'to the next box: left and right along flows, up and down in the layer'], ['Enter', 'open or close a job or an asset'],
  ['1 2 3', 'jobs, assets, columns'], ['+ - f', 'larger, smaller, all of it'], ['l', 'filter'], ['t', 'light or dark'],
  ['d', 'to the details, where Tab goes through flows'], ['Esc', 'choose nothing'], ['?', 'this list']];

function showKeys() {
  const dialog = $('keys');
  dialog.replaceChildren(make('h2', {}, 'Keys'), make('dl', {}, KEYS.map(([key, text]) => [make('dt', {}, make('kbd', {}, key)), make('dd', {}, text)])),
    make('p', { class: 'note' }, 'By mouse: drag to move, wheel to zoom, click for details, double click to open a job or an asset.'),
    make('button', { type: 'button', onclick: () => dialog.close() }, 'Close'));
  dialog.showModal();
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $('keys').open || event.target === $('search')) return;
  // A list of choices takes letters itself.
  if (event.target.tagName === 'SELECT' && !['/', 'Escape'].includes(event.key)) return;
  const inPicture = event.target === $('picture') || event.target === document.body;
  const plain = { '/': () => $('search').select(), 1: () => setLevel(0), 2: () => setLevel(1), 3: () => setLevel(2), f: () => picture.fit(),
    '+': () => picture.zoom(1.25), '=': () => picture.zoom(1.25), '-': () => picture.zoom(0.8), l: toggleFilter, t: toggleTheme, '?': showKeys,
    d: () => { const first = $('panel').querySelector('button'); (first ?? $('panel')).focus(); }, Escape: () => { choose(null); $('picture').focus(); } };
  let act = plain[event.key];
  if (inPicture && event.key.startsWith('Arrow')) {
    act = () => {
      const next = chosen === null || !picture.boxes.has(chosen) ? picture.first() : picture.neighbour(chosen, event.key);
      if (next === null) return;
      choose(next);
      picture.show(next);
    };
  } else if (inPicture && event.key === 'Enter' && chosen !== null) {
    act = () => open(chosen);
  }
  if (!act) return;
  event.preventDefault();
  act();
});

// ---- Light and dark

const dark = matchMedia('(prefers-color-scheme: dark)');
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  document.documentElement.style.colorScheme = theme;
  if (picture.cy) picture.recolor();
}
function toggleTheme() { setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'); }
dark.addEventListener('change', () => setTheme(dark.matches ? 'dark' : 'light'));

// ---- Begin

setTheme(dark.matches ? 'dark' : 'light');
$('title').textContent = data.title;
buildFilter();
for (const button of document.querySelectorAll('[data-level]')) button.addEventListener('click', () => setLevel(Number(button.dataset.level)));
$('fit').addEventListener('click', () => picture.fit());
$('in').addEventListener('click', () => picture.zoom(1.25));
$('out').addEventListener('click', () => picture.zoom(0.8));
$('filter').addEventListener('click', toggleFilter);
$('theme').addEventListener('click', toggleTheme);
$('help').addEventListener('click', showKeys);
redraw(null);
choose(null);
addEventListener('resize', () => picture.cy.resize());
// For tests, and for whoever looks at a page with the console.
globalThis.pedigree = { model, picture, choose: goTo };

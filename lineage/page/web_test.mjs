#!/usr/bin/env node
// What the page's program makes of the data, without a browser: what hangs together, what is seen, where it stands.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layout } from './web/layout.js';
import { LEVELS, Model } from './web/model.js';

const asset = (label, kind = 'DATASET', columns = [], more = {}) => ({ label, namespace: 'file', kind, witnesses: ['DERIVED'], tags: [], was: [],
  columns: columns.map((name) => ({ name, tags: name === 'sex' ? ['protected'] : [] })), ...more });
const edge = (job, from, fc, to, tc, more = {}) => ({ job, from, fc, to, tc, direct: true, subtype: 'IDENTITY', transforms: [], confidence: 'EXACT',
  witnesses: ['DERIVED'], more: 0, path: [], ...more });

// ingest: people -> table, column by column; train: table.age -> model; tidy: table -> table, and a log.
function clinic() {
  return { title: 't', mode: 'show', notes: [], texts: [], files: [], sources: {},
    jobs: [{ name: 'ingest' }, { name: 'train' }, { name: 'tidy' }],
    assets: [asset('people.csv', 'DATASET', ['age', 'sex']), asset('table', 'TABLE', ['age', 'sex']), asset('model', 'MODEL'), asset('clean', 'TABLE', ['age']),
      asset('log', 'LOG', [], { noise: true })],
    edges: [edge(0, 0, 'age', 1, 'age'), edge(0, 0, 'sex', 1, 'sex', { confidence: 'ASSUMED' }), edge(1, 1, 'age', 2, ''), edge(2, 1, '', 3, ''),
      edge(2, 3, 'age', 4, ''), edge(2, 3, '', 1, 'age', { direct: false, subtype: 'FILTER' })] };
}
const sorted = (set) => [...set].sort((a, b) => a - b);

test('flows go on from job to job, at columns that meet', () => {
  const model = new Model(clinic());
  assert.deepEqual(sorted(model.reach('a0:age', false)), [0, 2, 3]);
  assert.deepEqual(sorted(model.reach('a0:sex', false)), [1, 3], 'sex is in the whole of the table, not in its age');
  assert.deepEqual(sorted(model.reach('a2', true)), [0, 2, 5], 'edge 5 ends at the age; what tidy does with its own output is not joined');
});

test('a thing is shown by the smallest open box that it is in', () => {
  const model = new Model(clinic());
  // Two jobs write the table: it stands by itself.
  assert.equal(model.home[1], -1);
  assert.equal(model.home[2], 1);
  model.setLevel(LEVELS.JOBS);
  assert.deepEqual(model.view().boxes.map((box) => box.id), ['a0', 'a1', 'j1', 'j2']);
  assert.equal(model.shown(2, ''), 'j1');
  model.setLevel(LEVELS.COLUMNS);
  assert.equal(model.shown(0, 'age'), 'a0:age');
  assert.equal(model.shown(0, ''), 'a0');
  assert.ok(model.toggle('a0'));
  assert.equal(model.shown(0, 'age'), 'a0');
  assert.ok(!model.toggle('a2'), 'there is nothing in it');
});

test('filters leave out assets and flows, and what hangs on them', () => {
  const model = new Model(clinic());
  const left = () => sorted(model.filtered().edges.map((one) => one.index));
  assert.deepEqual(left(), [0, 1, 2, 3, 5], 'logs are left out at first');
  model.filter.noise = true;
  assert.deepEqual(left(), [0, 1, 2, 3, 4, 5]);
  model.filter.confidences.add('ASSUMED');
  assert.deepEqual(left(), [0, 2, 3, 4, 5]);
  model.filter.direct = true;
  assert.deepEqual(left(), [0, 2, 3, 4]);
  model.filter.kinds.add('MODEL');
  assert.deepEqual(left(), [0, 3, 4]);
  assert.deepEqual(model.tags(), ['protected']);
  Object.assign(model.filter, { tag: 'protected', kinds: new Set(), confidences: new Set() });
  assert.deepEqual(left(), [1, 3], 'what is tagged, and what is made of it');
});

test('what is searched for is found by all of its words, the nearest first', () => {
  const model = new Model(clinic());
  assert.deepEqual(model.search('age').map((hit) => hit.label), ['clean:age', 'table:age', 'people.csv:age']);
  assert.deepEqual(model.search('people sex').map((hit) => hit.id), ['a0:sex']);
  assert.deepEqual(model.search('  '), []);
});

test('boxes do not overlap, data flows to the right, and the same graph gives the same picture', () => {
  const data = clinic();
  for (let at = 0; at < 200; ++at) {
    data.assets.push(asset(`more${at}`, 'TABLE', ['age', 'c10', 'c2']));
    data.edges.push(edge(0, at % 7, '', 5 + at, 'c2'), edge(1, 5 + ((at * 13) % 200), '', 5 + ((at * 29 + 3) % 200), 'age'));
  }
  const draw = () => {
    const model = new Model(structuredClone(data));
    model.setLevel(LEVELS.COLUMNS);
    const { boxes, arrows } = model.view();
    layout(boxes, arrows);
    return { boxes, arrows };
  };
  const { boxes, arrows } = draw();
  const inside = (a, b) => Math.abs(a.x - b.x) < (a.w + b.w) / 2 && Math.abs(a.y - b.y) < (a.h + b.h) / 2;
  const check = (list) => list.forEach((a, at) => {
    for (const b of list.slice(at + 1)) assert.ok(!inside(a, b), `${a.id} and ${b.id} overlap`);
    for (const child of a.children) {
      assert.ok(Math.abs(child.x - a.x) <= (a.w - child.w) / 2 && Math.abs(child.y - a.y) <= (a.h - child.h) / 2, `${child.id} is not in ${a.id}`);
    }
    check(a.children);
  });
  check(boxes);
  assert.deepEqual(draw(), { boxes, arrows });
  const small = new Model(clinic());
  const view = small.view();
  layout(view.boxes, view.arrows);
  const at = Object.fromEntries(view.boxes.map((box) => [box.id, box]));
  assert.ok(at.a0.x < at.a1.x && at.a1.x < at.j1.x);
});

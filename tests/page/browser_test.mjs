#!/usr/bin/env node
// The HTML page in Chromium, as people use it: browser_test.mjs PEDIGREE REVIEW_GRAPHS CLINIC_GRAPH PLAYWRIGHT/package.json
//
// Screenshots go to $TEST_UNDECLARED_OUTPUTS_DIR. CHROMIUM names another browser.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

const found = (file) => [file, file.replace(/^external\//, '../')].map((name) => path.resolve(name)).find((name) => fs.existsSync(name));
const [PEDIGREE, GRAPHS, CLINIC, PLAYWRIGHT] = process.argv.slice(2).map(found);
const { chromium } = createRequire(import.meta.url)(path.dirname(fs.realpathSync(PLAYWRIGHT)));
const scratch = fs.mkdtempSync(path.join(process.env.TEST_TMPDIR ?? os.tmpdir(), 'page.'));
const shots = process.env.TEST_UNDECLARED_OUTPUTS_DIR ?? scratch;
process.env.PEDIGREE_CATALOG_DIR = path.resolve('catalog');
process.env.HOME = scratch;
const WAIT = 120000; // a machine that is busy with other tests takes its time

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', timeout: WAIT,
    args: ['--no-sandbox', '--disable-dev-shm-usage'] });
});
after(() => browser.close());

function pedigree(...args) { return execFileSync(PEDIGREE, args, { cwd: scratch, maxBuffer: 1 << 28 }).toString(); }

// Opens a page in a browser without network; whatever goes wrong there fails the test.
async function open(name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 850 }, offline: true, colorScheme: 'light', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT);
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && wrong.push(message.text()));
  page.on('dialog', (dialog) => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => request.url() !== `file://${scratch}/${name}` && wrong.push(`asks for ${request.url()}`));
  await page.goto(`file://${scratch}/${name}`);
  await page.waitForFunction(() => globalThis.pedigree?.picture.cy);
  page.end = async (shot) => {
    if (shot) await page.screenshot({ path: path.join(shots, `${shot}.png`) });
    await context.close();
    assert.deepEqual(wrong, []);
  };
  return page;
}

const heading = (page) => page.locator('#panel h2').first().textContent();
const marked = (page, kind) => page.evaluate((name) => globalThis.pedigree.picture.cy.elements(`.${name}`).length, kind);
const shown = (page) => page.locator('#tally').textContent();

async function find(page, text) {
  await page.keyboard.press('/');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

test('the example: search, highlight, click, open, filter', async () => {
  pedigree('show', CLINIC, '--format', 'html', '-o', 'clinic.html');
  const page = await open('clinic.html');
  assert.match(await shown(page), /^\d+ jobs?, \d+ assets?, 0 columns, \d+ arrows?$/);

  await find(page, 'progression.json');
  assert.equal(await heading(page), 'out/progression.json');
  assert.ok((await marked(page, 'up')) > 2, 'what leads to the model is marked');
  assert.ok((await marked(page, 'down')) > 0, 'what comes of it as well');
  await page.screenshot({ path: path.join(shots, 'model.png') });

  // By mouse: the box that stands there.
  const at = await page.evaluate(() => {
    const { picture } = globalThis.pedigree;
    picture.fit();
    const box = [...picture.boxes.values()].find((one) => one.label.endsWith('clinic.db/patients'));
    const { x, y } = picture.cy.getElementById(box.id).renderedPosition();
    const { left, top } = picture.container.getBoundingClientRect();
    return { x: left + x, y: top + y };
  });
  await page.mouse.click(at.x, at.y);
  await page.waitForFunction(() => document.querySelector('#panel h2').textContent.endsWith('clinic.db/patients'));
  assert.equal(await marked(page, 'up'), 1);
  await page.mouse.dblclick(at.x, at.y);
  await page.waitForFunction(() => / [1-9]\d* columns/.test(document.querySelector('#tally').textContent));

  // A column, and whose it is; then by keys along a flow.
  await find(page, 'patients:age');
  const age = await heading(page);
  assert.match(age, /clinic\.db\/patients:age$/);
  await page.keyboard.press('ArrowRight');
  assert.notEqual(await heading(page), age);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Escape');
  assert.equal(await marked(page, 'up'), 0);

  await page.keyboard.press('1');
  assert.match(await shown(page), / 0 columns/);
  await page.keyboard.press('3');
  assert.match(await shown(page), / [1-9]\d* columns/);
  await page.screenshot({ path: path.join(shots, 'columns.png') });
  await page.keyboard.press('2');

  await page.keyboard.press('l');
  const all = Number((await shown(page)).match(/(\d+) asset/)[1]);
  await page.getByLabel('model', { exact: true }).uncheck();
  const fewer = Number((await shown(page)).match(/(\d+) asset/)[1]);
  assert.ok(fewer < all, `${fewer} of ${all} assets without models`);
  await page.getByLabel('model', { exact: true }).check();
  await page.locator('#tag').selectOption({ index: 1 });
  const tagged = Number((await shown(page)).match(/(\d+) asset/)[1]);
  assert.ok(tagged > 0 && tagged < all, `${tagged} of ${all} assets are made of what is tagged`);
  // What is looked for is shown, whatever the filter.
  await find(page, 'release.txt');
  assert.equal(await heading(page), 'data/release.txt');
  await page.end('filter');
});

test('light and dark, as the reader has it or wants it', async () => {
  const page = await open('clinic.html', { colorScheme: 'dark' });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await ground(), 'rgb(13, 17, 23)');
  await page.screenshot({ path: path.join(shots, 'dark.png') });
  await page.keyboard.press('t');
  assert.equal(await ground(), 'rgb(255, 255, 255)');
  await page.keyboard.press('?');
  assert.ok(await page.locator('#keys').isVisible());
  await page.end('keys');
});

// A program may call its files what it likes.
const HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)>.csv';
const PROGRAM = `#include <fstream>
#include <string>
int main() {
  std::ifstream in("${HOSTILE}");
  std::ofstream out("out.csv");
  std::string line;
  while (std::getline(in, line)) out << line;  // <b onclick=alert(3)>
}
`;

test('a name that is markup stays a name, and a flow shows its source', async () => {
  fs.writeFileSync(path.join(scratch, 'p.cc'), PROGRAM);
  pedigree('extract', '-o', 'p.frag', 'p.cc', '--', '-std=c++20');
  pedigree('link', '--job', '<i>job</i>', '-o', 'p.graph', 'p.frag');
  pedigree('show', 'p.graph', '--format', 'html', '-o', 'p.html');
  const page = await open('p.html');
  await find(page, 'out.csv');
  assert.equal(await heading(page), 'out.csv');
  const flow = page.locator('#panel .list button', { hasText: 'alert(1)' }).first();
  assert.ok((await flow.textContent()).includes(HOSTILE));
  await flow.click();
  assert.ok((await heading(page)).startsWith(HOSTILE));
  assert.match(await page.locator('#panel').textContent(), /p\.cc:7/);
  assert.ok((await page.locator('#panel pre .at').allTextContents()).some((line) => line.includes('while (std::getline(in, line)) out << line;')));
  assert.ok((await page.locator('#panel pre mark').count()) > 0);
  await page.screenshot({ path: path.join(shots, 'path.png') });
  assert.equal(await page.locator('img, i, b, #panel script').count(), 0);
  await page.locator('#panel button', { hasText: 'back' }).click();
  assert.equal(await heading(page), 'out.csv');
  await page.end('flow');
});

test('a diff: what changed, and only that until one asks', async () => {
  execFileSync(GRAPHS, ['1320', 'base.graph', 'head.graph'], { cwd: scratch });
  pedigree('diff', 'base.graph', 'head.graph', '--format', 'html', '-o', 'diff.html');
  const page = await open('diff.html');
  assert.match(await heading(page), /flows? added/);
  const few = Number((await shown(page)).match(/(\d+) asset/)[1]);
  assert.ok((await page.evaluate(() => globalThis.pedigree.picture.cy.edges('[change = "ADDED"]').length)) > 0);
  await page.locator('#panel .list button').first().click();
  assert.match(await page.locator('#panel').textContent(), /added/);
  await page.screenshot({ path: path.join(shots, 'diff.png') });
  await page.keyboard.press('l');
  await page.getByLabel('only what changed').uncheck();
  assert.ok(Number((await shown(page)).match(/(\d+) asset/)[1]) > few);
  await page.end('diff_all');
});

test('a long name is broken into lines, wherever the panel has it', async () => {
  const graph = (name) => {
    fs.writeFileSync(path.join(scratch, 'l.cc'), PROGRAM.replace('out.csv', name));
    pedigree('extract', '-o', 'l.frag', 'l.cc', '--', '-std=c++20');
    pedigree('link', '-o', 'l.graph', 'l.frag');
    return fs.readFileSync(path.join(scratch, 'l.graph'));
  };
  fs.writeFileSync(path.join(scratch, 'short.graph'), graph('m.onnx'));
  graph(`${'x'.repeat(2000)}.onnx`);
  pedigree('diff', 'short.graph', 'l.graph', '--format', 'html', '-o', 'long.html');
  const page = await open('long.html');
  assert.match(await page.locator('#panel').textContent(), /Into models: .*xxx\.onnx/);
  const [wide, room] = await page.evaluate(() => { const at = document.querySelector('#panel'); return [at.scrollWidth, at.clientWidth]; });
  assert.ok(wide <= room, `${wide} in ${room}`);
  await page.end('long');
});

test('5,000 boxes: opened, moved and searched', async () => {
  execFileSync(GRAPHS, ['4500', 'base.graph', 'large.graph'], { cwd: scratch });
  pedigree('show', 'large.graph', '--format', 'html', '-o', 'large.html');
  const page = await open('large.html');
  const began = Date.now();
  await page.keyboard.press('3');
  await page.waitForFunction(() => globalThis.pedigree.picture.boxes.size > 1000);
  const [boxes, arrows] = await page.evaluate(() => [globalThis.pedigree.picture.boxes.size, globalThis.pedigree.picture.arrows.size]);
  assert.ok(boxes >= 5000, `${boxes} boxes`);
  // What makes it quick: Cytoscape holds little, and all else is painted.
  const held = () => page.evaluate(() => globalThis.pedigree.picture.cy.elements().length);
  const inked = () => page.evaluate(() => {
    const { canvas } = globalThis.pedigree.picture.far;
    return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte !== 0);
  });
  assert.ok((await held()) <= 1400, `Cytoscape holds ${await held()} things`);
  assert.ok(await inked(), 'what it does not hold is painted');
  await page.screenshot({ path: path.join(shots, 'large_all.png') });
  // Frames while it is dragged.
  await page.mouse.move(300, 300);
  await page.mouse.down();
  const drawn = Date.now() - began;
  await page.evaluate(() => {
    globalThis.frames_ = [];
    const frame = (now) => { globalThis.frames_.push(now); globalThis.going_ = requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  });
  for (let step = 0; step < 40; ++step) await page.mouse.move(300 + step * 8, 300 + step * 4);
  const gaps = await page.evaluate(() => {
    cancelAnimationFrame(globalThis.going_);
    return globalThis.frames_.slice(1).map((at, i) => at - globalThis.frames_[i]).sort((a, b) => a - b);
  });
  await page.mouse.up();
  const find_began = Date.now();
  await find(page, 'stage2/t7:c3');
  assert.equal(await heading(page), 'stage2/t7:c3');
  const searched = Date.now() - find_began;
  // What is found can be read, with the arrows at it.
  const column = () => page.evaluate(() => {
    const { picture } = globalThis.pedigree;
    const node = picture.cy.elements('.chosen');
    return { label: node.map((one) => one.data('label')).join(), up: picture.cy.elements('.up').length, down: picture.cy.elements('.down').length };
  });
  assert.deepEqual(await column(), { label: 'c3', up: 2, down: 3 });
  // From afar it is painted, and a click finds what stands there.
  for (let step = 0; step < 6; ++step) await page.keyboard.press('-');
  await page.waitForFunction(() => globalThis.pedigree.picture.cy.elements('.chosen').empty());
  await page.screenshot({ path: path.join(shots, 'large_afar.png') });
  const there = await page.evaluate(() => {
    const { picture } = globalThis.pedigree, { cy } = picture;
    const box = [...picture.boxes.values()].find((one) => one.kind === 'column' && one.label === 'c5' && picture.boxes.get(`a${one.index}`).label === 'stage2/t7');
    const { left, top } = picture.container.getBoundingClientRect();
    return { x: left + box.x * cy.zoom() + cy.pan().x, y: top + box.y * cy.zoom() + cy.pan().y };
  });
  await page.mouse.click(there.x, there.y);
  await page.waitForFunction(() => document.querySelector('#panel h2').textContent === 'stage2/t7:c5');
  console.log(`${boxes} boxes, ${arrows} arrows: drawn in ${drawn} ms; while dragged a frame takes ${gaps[gaps.length >> 1]?.toFixed(0)} ms in the median, ` +
    `${gaps[gaps.length - 1]?.toFixed(0)} ms at most; a search and what hangs on it ${searched} ms`);
  await page.end('large');
});

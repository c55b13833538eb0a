// What stands beside the picture. Names come from programs that may be hostile: everything is text, nothing is markup.

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(key, value === true ? '' : value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined) element.append(child);
  return element;
}

const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;
const MAX_LISTED = 300;

export class Panel {
  // `on` has choose(id), chooseFlow(edge), chooseChange(change) and back().
  constructor(element, model, on) {
    Object.assign(this, { element, model, on });
  }

  put(...children) {
    this.element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null));
    this.element.scrollTop = 0;
  }

  // `leftOut`: how many more there are than the page has.
  list(items, button, leftOut = 0) {
    const shown = items.slice(0, MAX_LISTED).map((item) => make('li', {}, button(item)));
    const more = items.length - shown.length + leftOut;
    if (more > 0) shown.push(make('li', { class: 'note' }, `and ${more} more`));
    return make('ul', { class: 'list' }, shown);
  }

  // Nothing is chosen: what changed, or what there is.
  showAll() {
    const { data } = this.model;
    const parts = [];
    for (const note of data.notes) parts.push(make('p', { class: 'note' }, note));
    if (this.model.isDiff) {
      parts.push(make('h2', {}, data.summary));
      if (data.models.length > 0) parts.push(make('p', {}, `Into models: ${data.models.join(', ')}`));
      if (data.downstream.length > 0) parts.push(make('p', {}, `Jobs downstream: ${data.downstream.join(', ')}`));
      if (data.changes.length > 0) {
        parts.push(make('h3', {}, 'Flows'), this.list(data.changes, (change) =>
          make('button', { type: 'button', onclick: () => this.on.chooseChange(change) },
            make('span', { class: change.change }, `${change.change.toLowerCase()} `), `${change.from} → ${change.to}`,
            make('span', { class: 'how' }, change.how)), data.changesLeftOut));
      }
      const others = this.otherChanges();
      if (others.length > 0) {
        parts.push(make('h3', {}, 'Jobs, assets and columns'), this.list(others, ({ id, change, text }) =>
          make('button', { type: 'button', onclick: () => this.on.choose(id) }, make('span', { class: change }, `${change.toLowerCase()} `), text)));
      }
    } else {
      parts.push(make('h2', {}, 'Click an asset, a column or a flow'));
      const ends = this.model.assets.map((asset, at) => ({ asset, id: `a${at}` })).filter(({ asset }) => asset.kind === 'MODEL');
      if (ends.length > 0) {
        parts.push(make('h3', {}, 'Models'), this.list(ends, ({ asset, id }) =>
          make('button', { type: 'button', onclick: () => this.on.choose(id) }, asset.label)));
      }
    }
    parts.push(this.legend());
    this.put(parts);
  }

  otherChanges() {
    const changes = [];
    this.model.jobs.forEach((job, at) => job.change && changes.push({ id: `j${at}`, change: job.change, text: job.name }));
    this.model.assets.forEach((asset, at) => {
      if (asset.change) changes.push({ id: `a${at}`, change: asset.change, text: asset.label });
      for (const column of asset.columns) {
        if (column.change && !asset.change) changes.push({ id: `a${at}:${column.name}`, change: column.change, text: `${asset.label}:${column.name}` });
      }
      for (const was of asset.was) {
        changes.push({ id: `a${at}`, change: 'CHANGED', text: `${asset.label}${was.column ? `:${was.column}` : ''} ${was.property}: ${was.was} → ${was.is}` });
      }
    });
    return changes;
  }

  legend() {
    const rows = [['', 'solid', 'a value arrives (DIRECT)'], ['', 'dashed', 'it decides what arrives (INDIRECT)'],
      ['CHANGED', 'amber', 'assumed or widened'], ['up', 'purple', 'leads to what is chosen'],
      ['down', 'orange', 'comes of what is chosen; a frame: tagged'], ['', 'dashed box', 'a job, with what it writes']];
    if (this.model.isDiff) rows.push(['ADDED', 'green', 'added'], ['REMOVED', 'red', 'removed'], ['CHANGED', 'amber', 'or changed']);
    return [make('h3', {}, 'Legend'), make('dl', {}, rows.map(([color, sign, text]) => [make('dt', { class: color }, sign), make('dd', {}, text)]))];
  }

  facts(rows) {
    return make('dl', {}, rows.filter(([, value]) => value !== undefined && value !== '' && value !== null && value.length !== 0)
      .map(([name, value]) => [make('dt', {}, name), make('dd', {}, ...(Array.isArray(value) ? value : [value]))]));
  }

  tags(tags) { return tags.map((tag) => make('span', { class: 'tag' }, tag)); }

  back() { return make('button', { type: 'button', onclick: () => this.on.back() }, '← back'); }

  // A job, an asset or a column.
  showThing(id, { kind, index, column }) {
    const { model } = this;
    const of = kind === 'job' ? model.jobs[index] : model.assets[index];
    const parts = [make('h2', {}, model.label(id))];
    const changed = kind === 'column' ? of.columns.find((c) => c.name === column)?.change : of.change;
    if (changed) parts.push(make('p', { class: changed }, changed.toLowerCase()));
    if (kind === 'job') {
      parts.push(this.facts([['target', of.target], ['owner', of.owner], ['about', of.description], ['not known', of.unknown]]));
      parts.push(make('h3', {}, 'Writes'), this.list(model.written[index], (at) =>
        make('button', { type: 'button', onclick: () => this.on.choose(`a${at}`) }, model.assets[at].label)));
      parts.push(this.flowList('Flows', model.edgesAt(id, true)));
    } else {
      const one = of.columns.find((c) => c.name === column);
      parts.push(kind === 'asset' ? this.facts([
        ['kind', of.kind + (of.inferred ? ' (inferred)' : '')], ['namespace', of.namespace], ['of job', of.job], ['seen by', of.witnesses.join(', ')],
        ['tags', this.tags(of.tags)], ['owner', of.owner], ['licence', of.license], ['region', of.region], ['purpose', of.purpose],
        ['kept', of.retention], ['version', of.version], ['about', of.description], ['declared in', of.target],
      ]) : this.facts([['column of', of.label], ['type', one?.type], ['tags', this.tags(one?.tags ?? [])], ['about', one?.description],
        ['seen by', (one?.witnesses ?? []).join(', ')]]));
      for (const was of of.was) parts.push(make('p', { class: 'CHANGED' }, `${was.column ? `${was.column} ` : ''}${was.property}: ${was.was} → ${was.is}`));
      if (kind === 'asset' && of.columns.length > 0) {
        parts.push(make('h3', {}, 'Columns'), this.list(of.columns, (c) =>
          make('button', { type: 'button', onclick: () => this.on.choose(`a${index}:${c.name}`) }, make('span', { class: c.change ?? '' }, c.name), ' ', this.tags(c.tags))));
      }
      parts.push(this.flowList('Comes from', model.edgesAt(id, true)), this.flowList('Goes into', model.edgesAt(id, false)));
    }
    this.put(parts);
  }

  flowList(title, edges) {
    if (edges.length === 0) return null;
    return [make('h3', {}, `${title} (${count(edges.length, 'flow')})`), this.list(edges, (edge) => this.flowButton(edge))];
  }

  end(asset, column) { return this.model.assets[asset].label + (column === '' ? '' : `:${column}`); }

  how(edge) {
    return [edge.direct ? 'DIRECT' : `INDIRECT ${edge.subtype}`, ...edge.transforms, edge.confidence, `by ${this.model.jobs[edge.job].name}`].join(', ');
  }

  flowButton(edge) {
    return make('button', { type: 'button', onclick: () => this.on.chooseFlow(edge) },
      edge.change ? make('span', { class: edge.change }, `${edge.change.toLowerCase()} `) : null,
      `${this.end(edge.from, edge.fc)} → ${this.end(edge.to, edge.tc)}`, make('span', { class: 'how' }, this.how(edge)));
  }

  showArrow(arrow) {
    this.put(make('h2', {}, `${this.model.label(arrow.from)} → ${this.model.label(arrow.to)}`), this.flowList('Flows', arrow.edges));
  }

  // A flow in one job, with its way through the code.
  showFlow(edge) {
    this.put(this.back(), make('h2', {}, `${this.end(edge.from, edge.fc)} → ${this.end(edge.to, edge.tc)}`),
      edge.change ? make('p', { class: edge.change }, edge.change.toLowerCase()) : null,
      this.facts([['influence', edge.direct ? 'DIRECT' : 'INDIRECT'], ['subtype', edge.subtype], ['transforms', edge.transforms.join(', ')],
        ['confidence', edge.confidence], ['seen by', edge.witnesses.join(', ')], ['job', this.model.jobs[edge.job].name], ['was', edge.was]]),
      edge.more > 0 ? make('p', { class: 'note' }, `${count(edge.more, 'more flow')} between the same two, from or to other places in the code`) : null,
      this.path(edge.path));
  }

  showChange(change) {
    this.put(this.back(), make('h2', {}, `${change.from} → ${change.to}`),
      make('p', { class: change.change }, change.change.toLowerCase()),
      this.facts([['how', change.how], ['by', change.jobs.join(', ')], ['owner', change.owners.join(', ')], ['likewise', change.likewise.join(', ')]]), this.path(change.path));
  }

  path(steps) {
    if (steps.length === 0) return make('p', { class: 'note' }, 'No way through code: it is only declared, or only observed.');
    return [make('h3', {}, 'Through which code'), make('ol', { class: 'path' }, steps.map((step) => make('li', {},
      make('span', { class: 'place' }, place(this.model.data, step)), ` ${this.model.data.texts[step[3]]}`, this.excerpt(step))))];
  }

  // A few lines of source, the step's own marked.
  excerpt([file, line, column]) {
    const lines = this.model.data.sources[file];
    if (!lines || lines[line] === undefined) return null;
    const shown = [];
    for (let at = line - 1; at <= line + 1; ++at) {
      const text = lines[at];
      if (text === undefined) continue;
      const number = `${String(at).padStart(5)} `;
      if (at !== line || column < 1 || column > text.length) {
        shown.push(make('span', { class: at === line ? 'at' : '' }, number + text));
      } else {
        const word = /^[\w.]+|^./.exec(text.slice(column - 1))[0];
        shown.push(make('span', { class: 'at' }, number + text.slice(0, column - 1), make('mark', {}, word), text.slice(column - 1 + word.length)));
      }
    }
    return make('pre', {}, shown);
  }
}

function place(data, [file, line, column]) {
  return [data.files[file], ...(line > 0 ? [line] : []), ...(line > 0 && column > 0 ? [column] : [])].join(':');
}

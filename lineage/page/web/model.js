// The lineage that the page holds, and what is asked of it: what hangs together, what a filter leaves, what is seen.
//
// Things have ids: "j3" a job, "a5" an asset, "a5:age" a column. An asset stands in the job that writes it, if only one
// does. Edges are flows inside one job; they go on from one job to the next as in lineage/query.h.

export const LEVELS = { JOBS: 0, ASSETS: 1, COLUMNS: 2 };

// c2 comes before c10.
const BY_NAME = new Intl.Collator('en', { numeric: true });

export class Model {
  constructor(data) {
    this.data = data;
    this.isDiff = data.mode === 'diff';
    this.jobs = data.jobs;
    this.assets = data.assets;
    this.edges = data.edges.map((edge, index) => ({ ...edge, index }));
    this.leaving = this.assets.map(() => []);
    this.arriving = this.assets.map(() => []);
    const writers = this.assets.map(() => new Set());
    for (const edge of this.edges) {
      this.leaving[edge.from].push(edge);
      this.arriving[edge.to].push(edge);
      writers[edge.to].add(edge.job);
    }
    this.home = writers.map((jobs) => (jobs.size === 1 ? [...jobs][0] : -1));
    this.written = this.jobs.map(() => []);
    this.home.forEach((job, asset) => job >= 0 && this.written[job].push(asset));
    // Columns that only flows name are columns as well.
    this.assets.forEach((asset, at) => {
      const known = new Set(asset.columns.map((column) => column.name));
      const named = [...this.leaving[at].map((e) => e.fc), ...this.arriving[at].map((e) => e.tc)];
      for (const name of named) {
        if (name === '' || known.has(name)) continue;
        known.add(name);
        asset.columns.push({ name, tags: [] });
      }
      asset.columns.sort((a, b) => BY_NAME.compare(a.name, b.name));
    });
    this.openJobs = new Set();
    this.openAssets = new Set();
    this.setLevel(this.assets.length <= 400 ? LEVELS.ASSETS : LEVELS.JOBS);
    this.filter = emptyFilter(data);
  }

  setLevel(level) {
    this.level = level;
    this.openJobs = new Set(level >= LEVELS.ASSETS ? this.jobs.keys() : []);
    this.openAssets = new Set(level >= LEVELS.COLUMNS ? this.assets.keys() : []);
  }

  toggle(id) {
    const { kind, index } = parse(id);
    const open = kind === 'job' ? this.openJobs : this.openAssets;
    if (kind === 'column') return false;
    if (kind === 'asset' && this.assets[index].columns.length === 0) return false;
    if (!open.delete(index)) open.add(index);
    return true;
  }

  // Opens what `id` is in.
  reveal(id) {
    const { kind, index } = parse(id);
    if (kind === 'job') return;
    if (this.home[index] >= 0) this.openJobs.add(this.home[index]);
    if (kind === 'column') this.openAssets.add(index);
  }

  label(id) {
    const { kind, index, column } = parse(id);
    if (kind === 'job') return this.jobs[index].name;
    return kind === 'asset' ? this.assets[index].label : `${this.assets[index].label}:${column}`;
  }

  // ---- Filter

  // Which assets and edges are left: { assets: Set, edges: [] }.
  filtered() {
    const f = this.filter;
    const carried = f.tag === '' ? null : this.carrying(f.tag);
    const assets = new Set();
    this.assets.forEach((asset, at) => {
      if (f.kinds.has(asset.kind) || (!f.noise && asset.noise)) return;
      if (asset.witnesses.length > 0 && asset.witnesses.every((w) => f.witnesses.has(w))) return;
      if (carried !== null && !carried.assets.has(at)) return;
      assets.add(at);
    });
    const edges = this.edges.filter((edge) =>
      assets.has(edge.from) && assets.has(edge.to) && !f.confidences.has(edge.confidence) &&
      !(f.direct && !edge.direct) && !edge.witnesses.every((w) => f.witnesses.has(w)) &&
      (carried === null || carried.edges.has(edge.index)) && !(f.changed && !this.isTouched(edge)));
    if (f.changed) {
      const touched = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
      this.assets.forEach((asset, at) => {
        if (asset.change || asset.was.length > 0 || asset.columns.some((c) => c.change)) touched.add(at);
      });
      for (const at of [...assets]) if (!touched.has(at)) assets.delete(at);
    }
    return { assets, edges };
  }

  // Changed, or on the way of a flow that changed.
  isTouched(edge) {
    if (!this.touched) {
      this.touched = new Set([...this.data.changes.flatMap((change) => change.edges), ...(this.data.touched ?? [])]);
    }
    return edge.change !== undefined || this.touched.has(edge.index);
  }

  tags() {
    const tags = new Set();
    for (const asset of this.assets) {
      for (const tag of asset.tags) tags.add(tag);
      for (const column of asset.columns) for (const tag of column.tags) tags.add(tag);
    }
    return [...tags].sort();
  }

  // What has the tag, and what is made of that.
  carrying(tag) {
    const assets = new Set(), edges = new Set();
    this.assets.forEach((asset, at) => {
      const columns = asset.columns.filter((column) => column.tags.includes(tag)).map((column) => `a${at}:${column.name}`);
      const whole = asset.tags.includes(tag);
      if (!whole && columns.length === 0) return;
      assets.add(at);
      for (const id of whole ? [`a${at}`] : columns) {
        for (const edge of this.reach(id, false)) {
          edges.add(edge);
          assets.add(this.edges[edge].to);
        }
      }
    });
    return { assets, edges };
  }

  // ---- Flows

  // The numbers of the edges that lead to (up) or come from what `id` says.
  reach(id, up) {
    const { kind, index, column } = parse(id);
    const first = kind === 'job' ? this.edges.filter((edge) => edge.job === index)
      : (up ? this.arriving : this.leaving)[index].filter((edge) =>
        kind === 'asset' || meets(up ? edge.tc : edge.fc, column));
    const met = new Set(first.map((edge) => edge.index));
    const work = [...first];
    while (work.length > 0) {
      const edge = work.pop();
      for (const next of up ? this.arriving[edge.from] : this.leaving[edge.to]) {
        // What a job does with its own outputs is for the analysis to say, not for the join.
        if (next.job === edge.job || met.has(next.index)) continue;
        if (!(up ? meets(next.tc, edge.fc) : meets(edge.tc, next.fc))) continue;
        met.add(next.index);
        work.push(next);
      }
    }
    return met;
  }

  edgesAt(id, up) {
    const { kind, index, column } = parse(id);
    if (kind === 'job') return this.edges.filter((edge) => edge.job === index);
    return (up ? this.arriving : this.leaving)[index].filter((edge) =>
      kind === 'asset' || (up ? edge.tc : edge.fc) === column);
  }

  // ---- What is seen

  // The smallest open thing that shows this end.
  shown(asset, column) {
    const home = this.home[asset];
    if (home >= 0 && !this.openJobs.has(home)) return `j${home}`;
    return column !== '' && this.openAssets.has(asset) ? `a${asset}:${column}` : `a${asset}`;
  }

  // { boxes: trees of {id, kind, index, label, open, children}, arrows: [{id, from, to, edges}] }.
  view() {
    const { assets, edges } = this.filtered();
    const boxes = [], ofJob = new Map();
    // `count`: how much is in it that is not shown.
    const box = (id, kind, index, label) => ({ id, kind, index, label, count: 0, open: false, children: [] });
    for (const at of [...assets].sort((a, b) => a - b)) {
      const home = this.home[at];
      if (home >= 0 && !ofJob.has(home)) {
        const of = box(`j${home}`, 'job', home, this.jobs[home].name);
        of.open = this.openJobs.has(home);
        of.count = of.open ? 0 : this.written[home].length;
        ofJob.set(home, of);
        boxes.push(of);
      }
      if (home >= 0 && !this.openJobs.has(home)) continue;
      const asset = box(`a${at}`, 'asset', at, this.assets[at].label);
      if (this.openAssets.has(at)) {
        asset.open = true;
        for (const column of this.assets[at].columns) {
          const row = box(`a${at}:${column.name}`, 'column', at, column.name);
          row.column = column;
          asset.children.push(row);
        }
      } else {
        asset.count = this.assets[at].columns.length;
      }
      (home >= 0 ? ofJob.get(home).children : boxes).push(asset);
    }
    const arrows = new Map();
    for (const edge of edges) {
      const from = this.shown(edge.from, edge.fc), to = this.shown(edge.to, edge.tc);
      if (from === to) continue;
      const id = JSON.stringify([from, to]);
      if (!arrows.has(id)) arrows.set(id, { id, from, to, edges: [] });
      arrows.get(id).edges.push(edge);
    }
    return { boxes, arrows: [...arrows.values()] };
  }

  // Jobs, assets and columns whose names hold all of the words; the nearest first.
  search(text, limit = 50) {
    const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
    if (words.length === 0) return [];
    const hits = [];
    const look = (id, label) => {
      const low = label.toLowerCase();
      if (!words.every((word) => low.includes(word))) return;
      const last = low.slice(Math.max(low.lastIndexOf('/'), low.lastIndexOf(':')) + 1);
      hits.push({ id, label, rank: last === words[0] ? 0 : last.startsWith(words[0]) ? 1 : 2 });
    };
    this.jobs.forEach((job, at) => this.written[at].length > 0 && look(`j${at}`, job.name));
    this.assets.forEach((asset, at) => {
      look(`a${at}`, asset.label);
      for (const column of asset.columns) look(`a${at}:${column.name}`, `${asset.label}:${column.name}`);
    });
    return hits.sort((a, b) => a.rank - b.rank || a.label.length - b.label.length || (a.label < b.label ? -1 : 1)).slice(0, limit);
  }
}

// What is in the sets is left out.
export function emptyFilter(data) {
  return { kinds: new Set(), witnesses: new Set(), confidences: new Set(), direct: false, noise: false, tag: '',
    changed: data.mode === 'diff' && data.changes.length > 0 };
}

export function parse(id) {
  if (id[0] === 'j') return { kind: 'job', index: Number(id.slice(1)), column: '' };
  const colon = id.indexOf(':');
  if (colon < 0) return { kind: 'asset', index: Number(id.slice(1)), column: '' };
  return { kind: 'column', index: Number(id.slice(1, colon)), column: id.slice(colon + 1) };
}

// Columns meet when they are equal, or when either side is the asset as a whole.
function meets(a, b) { return a === b || a === '' || b === ''; }

'use strict';

// Shows the snapshots that the server sends, one a second. Whatever comes from a loop is set as text, never as markup.

const base = document.body.dataset.base;
const samplesKept = 300;
const samplesShown = 60;
const rowsShown = 10;
const longHold = 1;
const retryAfter = 1000;
const silenceAllowed = 6000;

const byId = id => document.getElementById(id);

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function svg(tag, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes ?? {})) made.setAttribute(name, value);
  return made;
}

function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

function badge(kind, text) {
  const made = element('span', 'badge', text ?? kind);
  made.dataset.kind = kind;
  return made;
}

const number = new Intl.NumberFormat('en');
const count = value => number.format(value);
const plural = (value, one, many) => `${count(value)} ${value === 1 ? one : many}`;

function time(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds), two = value => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${count(Math.floor(whole / 3600))} h ${two(Math.floor(whole / 60) % 60)} min`;
}

/** A small graph of the last minutes. */
class Graph {
  #samples = [];
  #value = element('dd');
  #drawing = svg('svg', { preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  #line = svg('path');
  #area = svg('path', { class: 'area' });
  #highest = element('span', 'small');

  constructor(label, format) {
    this.format = format;
    this.root = element('div', 'graph');
    const picture = element('dd');
    this.#drawing.append(this.#area, this.#line);
    picture.append(this.#drawing, this.#highest);
    this.root.append(element('dt', '', label), this.#value, picture);
  }

  add(value) {
    if (value === undefined) return;
    this.#samples.push(value);
    if (this.#samples.length > samplesKept) this.#samples.shift();
    setText(this.#value, this.format(value));
    const highest = Math.max(...this.#samples), scale = 96 / Math.max(highest, 1);
    setText(this.#highest, `at most ${this.format(highest)}`);
    // A minute at first, and five in time.
    const shown = Math.max(samplesShown, this.#samples.length), start = shown - this.#samples.length;
    this.#drawing.setAttribute('viewBox', `0 0 ${shown - 1} 100`);
    const points = this.#samples.map((sample, index) => `${start + index},${(98 - sample * scale).toFixed(1)}`);
    this.#line.setAttribute('d', `M${points.join('L')}`);
    this.#area.setAttribute('d', `M${start},100L${points.join('L')}L${shown - 1},100Z`);
  }
}

class PendingCalls {
  #rows = [];
  #body = element('tbody');
  #title = element('h3');
  #more = element('button', 'more');
  #showsAll = false;
  #last;

  constructor() {
    this.root = element('div');
    const table = element('table'), head = element('thead'), names = element('tr');
    for (const [name, className] of [['Call', ''], ['Phase', ''], ['For', 'number'], ['Queued', 'number detail'], ['Ran', 'number detail'], ['Awaits', 'number detail']]) {
      const cell = element('th', className, name);
      cell.scope = 'col';
      names.append(cell);
    }
    head.append(names);
    table.append(head, this.#body);
    this.#more.type = 'button';
    this.#more.addEventListener('click', () => { this.#showsAll = !this.#showsAll; this.show(this.#last); });
    this.root.append(this.#title, table, this.#more);
  }

  show(loop) {
    this.#last = loop;
    this.root.hidden = loop.pending.length === 0;
    setText(this.#title, plural(loop.pendingCount, 'pending call', 'pending calls'));
    const shown = this.#showsAll ? loop.pending : loop.pending.slice(0, rowsShown);
    while (this.#rows.length > shown.length) this.#rows.pop().root.remove();
    while (this.#rows.length < shown.length) {
      const row = new CallRow();
      this.#rows.push(row);
      this.#body.append(row.root);
    }
    shown.forEach((call, index) => this.#rows[index].show(call));
    this.#more.hidden = loop.pendingCount <= rowsShown;
    const unlisted = loop.pendingCount > loop.pending.length ? ` of ${count(loop.pendingCount)}` : '';
    setText(this.#more, this.#showsAll ? `Show the oldest ${rowsShown}` : `Show ${count(loop.pending.length)}${unlisted}`);
  }
}

class CallRow {
  #call = element('div');
  #about = element('div', 'small');
  #phase = badge('');
  #abandoned = badge('abandoned');
  #times = ['number', 'number detail', 'number detail', 'number detail'].map(className => element('td', className));

  constructor() {
    this.root = element('tr');
    const name = element('td'), phase = element('td');
    name.append(this.#call, this.#about);
    phase.append(this.#phase, ' ', this.#abandoned);
    this.root.append(name, phase, ...this.#times);
  }

  show(call) {
    setText(this.#call, call.call + (call.arguments ?? ''));
    setText(this.#about, call.caller ? `called by ${call.caller}` : '');
    setText(this.#phase, call.phase);
    this.#phase.dataset.kind = call.phase;
    this.#abandoned.hidden = !call.isAbandoned;
    const inPhase = { Queued: call.queued, Running: call.running, Awaiting: call.awaiting }[call.phase] ?? 0;
    [inPhase, call.queued, call.running, call.awaiting].forEach((seconds, index) => setText(this.#times[index], time(seconds)));
  }
}

class LoopCard {
  #name = element('h2');
  #group = element('span', 'group');
  #state = badge('');
  #holder = element('div', 'holder');
  #held = element('p');
  #heldAbout = element('p', 'small');
  #queue = new Graph('Queued', count);
  #pending = new Graph('Pending', count);
  #turns = new Graph('Turns/s', value => count(Math.round(value)));
  #counts = new Map();
  #calls = new PendingCalls();
  #previous;

  constructor() {
    this.root = element('article', 'loop');
    const title = element('div', 'title'), graphs = element('dl', 'graphs'), counts = element('dl', 'counts');
    title.append(this.#name, this.#state, this.#group);
    this.#holder.append(this.#held, this.#heldAbout);
    graphs.append(this.#queue.root, this.#pending.root, this.#turns.root);
    for (const label of ['Slow turns', 'Abandoned', 'Refused', 'Stashed', 'Timers']) {
      const entry = element('div'), value = element('dd');
      entry.append(element('dt', '', label), value);
      counts.append(entry);
      this.#counts.set(label, { entry, value });
    }
    this.root.append(title, this.#holder, graphs, counts, this.#calls.root);
  }

  show(loop, group) {
    setText(this.#name, loop.name);
    setText(this.#group, group ? `in the group ${group}` : '');
    setText(this.#state, loop.state);
    this.#state.dataset.kind = loop.state;
    const running = loop.running;
    this.#holder.dataset.held = !running ? 'no' : running.running > longHold ? 'long' : 'yes';
    setText(this.#held, running ? `${running.call}${running.arguments ?? ''} holds the thread for ${time(running.running)}` : 'The thread is free.');
    setText(this.#heldAbout, running?.caller ? `called by ${running.caller}` : '');
    this.#queue.add(loop.queuedCount);
    this.#pending.add(loop.pendingCount);
    this.#turns.add(this.#turnsPerSecond(loop));
    this.#count('Slow turns', loop.slowTurnCount, loop.slowTurnCount > 0);
    this.#count('Abandoned', loop.abandonedCount, loop.abandonedCount > 0);
    this.#count('Refused', loop.refusedCount, loop.refusedCount > 0);
    this.#count('Stashed', loop.stashedCount);
    this.#count('Timers', loop.timerCount);
    this.#calls.show(loop);
  }

  #count(label, value, isRaised = false) {
    const { entry, value: shown } = this.#counts.get(label);
    setText(shown, count(value));
    entry.className = isRaised ? 'raised' : '';
  }

  // A restarted process counts from zero again.
  #turnsPerSecond(loop) {
    const now = { turns: loop.turnCount, at: performance.now() }, before = this.#previous;
    this.#previous = now;
    if (!before || now.turns < before.turns || now.at <= before.at) return undefined;
    return (now.turns - before.turns) * 1000 / (now.at - before.at);
  }
}

const cards = [];

function showLoops(snapshot) {
  const groupOf = new Map(snapshot.groups.flatMap(group => group.loops.map(name => [name, group.name])));
  while (cards.length > snapshot.loops.length) cards.pop().root.remove();
  while (cards.length < snapshot.loops.length) {
    const card = new LoopCard();
    cards.push(card);
    byId('loops').append(card.root);
  }
  snapshot.loops.forEach((loop, index) => cards[index].show(loop, groupOf.get(loop.name)));
  const pending = snapshot.loops.reduce((sum, loop) => sum + loop.pendingCount, 0);
  const queued = snapshot.loops.reduce((sum, loop) => sum + loop.queuedCount, 0);
  const parts = [plural(snapshot.loops.length, 'loop', 'loops')];
  if (snapshot.groups.length > 0) parts.push(plural(snapshot.groups.length, 'group', 'groups'));
  parts.push(`${count(queued)} queued`, `${count(pending)} pending`);
  setText(byId('summary'), parts.join(', '));
}

function showObjects(objects) {
  byId('objects').hidden = objects.length === 0;
  byId('object-rows').replaceChildren(...objects.map(object => {
    const row = element('tr'), state = element('td');
    state.append(badge(object.state));
    row.append(element('td', '', object.interface), element('td', '', object.loop), state, element('td', 'number', count(object.calls)));
    return row;
  }));
}

let shownWaits = '';

function showWaits(snapshot, redraw = false) {
  // Each loop's snapshot has the waits of the whole process, a moment apart.
  const all = snapshot.loops.flatMap(loop => loop.waits);
  const waits = [...new Map(all.map(wait => [JSON.stringify([wait.from, wait.to, wait.call]), wait])).values()];
  const key = JSON.stringify(waits);
  if (key === shownWaits && !redraw) return;
  shownWaits = key;
  byId('waits').hidden = waits.length === 0;
  byId('wait-list').replaceChildren(...waits.map(wait => element('li', '', `${wait.from} waits for ${wait.to}: ${wait.call}`)));
  byId('graph').replaceChildren(...(waits.length === 0 ? [] : [drawWaits(waits)]));
}

// The loops one below the other, and an arc from each that waits to the one it waits for.
function drawWaits(waits) {
  const names = [...new Set(waits.flatMap(wait => [wait.from, wait.to]))];
  const rowHeight = 52, boxHeight = 32, width = Math.min(896, Math.max(300, byId('graph').clientWidth));
  const boxWidth = Math.min(280, width * .42), farthest = width * .2;
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${names.length * rowHeight}`, 'aria-hidden': 'true' });
  const marker = svg('marker', { id: 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 5, markerHeight: 5, orient: 'auto' });
  marker.append(svg('path', { d: 'M0,0L8,4L0,8Z' }));
  const definitions = svg('defs');
  definitions.append(marker);
  drawing.append(definitions);

  const middle = name => names.indexOf(name) * rowHeight + rowHeight / 2;
  waits.forEach((wait, index) => {
    const from = middle(wait.from) + 5, to = middle(wait.to) - 5, out = boxWidth + Math.min(farthest, 40 + 24 * Math.abs(from - to) / rowHeight);
    drawing.append(svg('path', { d: `M${boxWidth},${from}C${out},${from} ${out},${to} ${boxWidth + 3},${to}`, 'marker-end': 'url(#arrow)' }));
    const before = waits.slice(0, index).filter(other => Math.abs(middle(other.from) + middle(other.to) - from - to) < 16).length;
    const label = svg('text', { class: 'call', x: boxWidth + (out - boxWidth) * .75 + 10, y: (from + to) / 2 + 4 + before * 17 });
    label.textContent = shorten(wait.call, width - out);
    drawing.append(label);
  });
  for (const name of names) {
    const isWaiting = waits.some(wait => wait.from === name);
    const label = svg('text', { x: 12, y: middle(name) + 5 }), full = svg('title');
    full.textContent = name;
    label.textContent = shorten(name, boxWidth - 24);
    label.append(full);
    drawing.append(
      svg('rect', { class: isWaiting ? 'waiting' : '', x: 1, y: middle(name) - boxHeight / 2, width: boxWidth - 1, height: boxHeight, rx: 8 }), label);
  }
  return drawing;
}

function shorten(text, width) {
  const fitting = Math.max(4, Math.floor(width / 8));
  return text.length <= fitting ? text : `${text.slice(0, fitting - 1)}…`;
}

let latest;

function show(snapshot) {
  latest = snapshot;
  showWaits(snapshot);
  showLoops(snapshot);
  showObjects(snapshot.objects);
}

let source, silence, retry;

function setConnection(state, text) {
  byId('connection').dataset.state = state;
  setText(byId('connection'), text);
}

function disconnect() {
  source?.close();
  source = undefined;
  clearTimeout(silence);
  clearTimeout(retry);
}

function lose() {
  disconnect();
  setConnection('lost', 'Not connected. Trying again…');
  retry = setTimeout(connect, retryAfter);
}

function awaitNext() {
  clearTimeout(silence);
  silence = setTimeout(lose, silenceAllowed);
}

function connect() {
  disconnect();
  source = new EventSource(`${base}events`);
  source.onmessage = event => {
    awaitNext();
    setConnection('live', 'Live');
    show(JSON.parse(event.data));
  };
  source.onerror = lose;
  awaitNext();
}

byId('pause').addEventListener('click', () => {
  const pauses = byId('pause').getAttribute('aria-pressed') !== 'true';
  byId('pause').setAttribute('aria-pressed', String(pauses));
  setText(byId('pause'), pauses ? 'Go on' : 'Pause');
  if (pauses) {
    disconnect();
    setConnection('paused', 'Paused');
  } else {
    setConnection('connecting', 'Connecting…');
    connect();
  }
});

addEventListener('resize', () => { if (latest) showWaits(latest, true); });
connect();

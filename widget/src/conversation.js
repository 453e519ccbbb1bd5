// One conversation with the server: what is stored in the browser, sent, received and forgotten.
import {Queue} from './queue.js';
import {Server} from './server.js';
import {Store} from './store.js';
import {Stream} from './stream.js';
import {Timeline} from './timeline.js';

export class Conversation {
  timeline = new Timeline();
  connected = false;
  /** Whether the history is there: what comes now is new. */
  ready = false;
  #stop = [];

  /** `on` has changed(), message(data, live), ready(), cleared(), refused(Refusal), seen(). */
  constructor(base, token, on) {
    this.on = on;
    this.server = new Server(base);
    this.server.token = token;
    this.store = new Store(`causerie:${base}:${subject(token)}:`);
    this.queue = new Queue(this.store, this.server, {
      changed: () => this.#changed(),
      // What gets through shows that the server is there: nobody waits any longer.
      sent: () => {
        this.stream?.wake();
        this.#changed();
      },
      refused: (_, error) => on.refused(error),
    });
    this.#stop.push(this.store.watch((key) => this.#elsewhere(key)));
  }

  /** Whether there is something to go on with from an earlier page. */
  get begun() {
    return this.store.get('c') != null;
  }

  get id() {
    return this.#record().id;
  }

  #record() {
    let record = this.store.get('c');
    if (!record?.id) {
      // The greeting's id is kept with the conversation's, so that all tabs greet with the same.
      record = {id: 'web-' + uuid(), greeting: uuid()};
      this.store.set('c', record);
    }
    return record;
  }

  /** A fresh token of the same user: goes on where the old one was refused. */
  renewToken(token) {
    this.server.token = token;
    const cursor = this.stream?.cursor;
    this.stream?.stop();
    this.stream = null;
    for (const {id, status} of this.queue.list()) if (status === 401) this.queue.retry(id);
    if (cursor != null) this.connect(cursor);
  }

  /** Opens the stream; does nothing when it is open. */
  connect(cursor = '') {
    if (this.stream) return;
    const stream = new Stream(this.server, this.id, {
      event: (name, data, cursor) => this.#event(name, data, cursor),
      state: (connected) => {
        this.connected = connected;
        if (connected) this.queue.wake();
        this.#changed();
      },
      refused: (error) => this.on.refused(error),
    });
    this.stream = stream;
    stream.cursor = cursor;
    stream.start();
    this.queue.pump();
    this.#changed();
  }

  close() {
    this.stream?.stop();
    this.queue.stop();
    for (const stop of this.#stop) stop();
  }

  /** Puts a message into the queue; `show` is what the user sees of it at once, if anything. */
  send(text, {title, metadata, language, files, silent, id = uuid()} = {}) {
    const body = {conversation: this.id, id, text};
    if (title) body.title = title;
    if (language) body.language = language;
    if (metadata && Object.keys(metadata).length) body.metadata = metadata;
    if (files?.length) body.files = files.map((file) => file.id);
    if (silent) body.silent = true;
    const show = silent ? undefined : {text: title ?? text, files};
    this.queue.add({id, path: 'messages', body, show, at: Date.now() / 1000});
    this.connect();
    return id;
  }

  /** Sends the greeting, once in a conversation's life and only into an empty one. */
  greet(text, options) {
    const {greeting} = this.#record();
    if (!text || !this.ready || !this.timeline.empty || this.store.get('greeted')) return;
    this.store.set('greeted', true);
    this.send(text, {...options, silent: true, id: greeting});
  }

  rate(feedback) {
    const id = uuid();
    const body = {conversation: this.id, id, message: null, value: null, rating: null, comment: null, ...feedback};
    this.timeline.feedback(body);
    this.queue.add({id, path: 'feedback', body});
  }

  upload(file, progress) {
    return this.server.upload(file, this.id, progress);
  }

  /** Erases everything here and on the server. */
  async erase() {
    const {id} = this;
    await this.server.json('DELETE', 'conversations/' + encodeURIComponent(id));
    this.#renew(id);
  }

  get seen() {
    return this.store.get('seen');
  }

  set seen(id) {
    if (id !== this.seen) this.store.set('seen', id);
  }

  #event(name, data, cursor) {
    const {timeline} = this;
    if (name === 'message') {
      if (timeline.message(data)) this.on.message(data, this.ready);
    } else if (name === 'typing') timeline.turn(!!data.on);
    else if (name === 'delta') timeline.add(String(data.delta ?? ''));
    else if (name === 'draft') timeline.draft(data);
    else if (name === 'restarted') timeline.restarted('r-' + cursor);
    else if (name === 'feedback') timeline.feedback(data);
    else if (name === 'gone') return this.#renew(this.stream.conversation);
    else if (name === 'ready') {
      this.ready = true;
      this.on.ready();
    }
    this.#changed();
  }

  #changed() {
    this.timeline.queued(this.queue.list(), this.queue.waiting || !navigator.onLine);
    this.on.changed();
  }

  #elsewhere(key) {
    if (key === 'c') {
      if (this.stream && this.store.get('c') && this.id !== this.stream.conversation) this.#begin();
    } else if (key === 'seen') this.on.seen();
    else if (key.startsWith('q:')) {
      this.#changed();
      this.queue.pump();
    }
  }

  /** A new conversation in the place of a deleted one; of several tabs the first chooses its id. */
  #renew(old) {
    if (this.store.get('c')?.id === old) {
      this.queue.clear();
      for (const key of ['c', 'greeted', 'seen']) this.store.remove(key);
    }
    this.#begin();
  }

  #begin() {
    this.stream?.stop();
    this.stream = null;
    this.ready = this.connected = false;
    this.timeline = new Timeline();
    this.on.cleared();
    this.connect();
  }
}

/** Who a token speaks for; conversations of different users are kept apart. */
export function subject(token) {
  try {
    return JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).sub;
  } catch {
    return token ? '?' : '';
  }
}

/** A random UUID; crypto.randomUUID is missing on pages without https. */
const uuid = () =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

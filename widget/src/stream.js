// Keeps one event stream open and takes it up again where it broke.
import {Refusal} from './server.js';
import {parser} from './sse.js';
import {backOff, Wait} from './waiting.js';

const silence = 40000;
const steady = 3000;

export class Stream {
  cursor = '';
  connected = false;
  #running = null;
  #attempt = null;
  #wait = new Wait();

  /** `on` has event(name, data, cursor), state(connected) and refused(Refusal). */
  constructor(server, conversation, on) {
    this.server = server;
    this.conversation = conversation;
    this.on = on;
  }

  start() {
    this.#running = new AbortController();
    const {signal} = this.#running;
    addEventListener('online', () => this.again(), {signal});
    document.addEventListener('visibilitychange', () => this.again(), {signal});
    this.#run(signal);
  }

  stop() {
    this.#running?.abort();
    this.again();
  }

  /** Drops the connection, if there is one, and tries anew at once. */
  again() {
    this.#attempt?.abort();
    this.wake();
  }

  /** Ends the wait before the next try. */
  wake() {
    this.#wait.end();
  }

  async #run(signal) {
    for (let tries = 0; !signal.aborted; tries++) {
      const begun = Date.now();
      this.wait = 0;
      try {
        await this.#admitted((this.#attempt = new AbortController()));
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refusal && !error.temporary) {
          this.on.refused(error);
          if (error.status === 401 || error.status === 403) return;
        }
        this.wait = error.wait;
      }
      if (signal.aborted) return;
      if (this.connected) this.on.state((this.connected = false));
      if (Date.now() - begun > steady) tries = 0;
      await this.#wait.for(backOff(tries, this.wait));
    }
  }

  /** Of the tabs that nobody looks at one stays connected: over HTTP/1.1 browsers allow six to a server. */
  #admitted(attempt) {
    const read = () => this.#read(attempt);
    if (!document.hidden || !navigator.locks) return read();
    return navigator.locks.request(this.server.base + this.conversation, {signal: attempt.signal}, read);
  }

  /** One connection until it ends; silence ends it too. */
  async #read(attempt) {
    let watchdog;
    const heard = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => attempt.abort(), silence);
    };
    heard();
    try {
      const query = {conversation: this.conversation, after: this.cursor};
      const {body} = await this.server.request('GET', 'events', {query, signal: attempt.signal});
      const decoder = new TextDecoder();
      const reader = body.getReader();
      const feed = parser((event) => this.#pass(event, attempt.signal));
      for (let part; !(part = await reader.read()).done; ) {
        heard();
        feed(decoder.decode(part.value, {stream: true}));
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  #pass({name, id, data}, signal) {
    if (signal.aborted) return;
    let value;
    try {
      value = JSON.parse(data);
    } catch {
      return;
    }
    if (name === 'ready') this.on.state((this.connected = true));
    this.on.event(name, value ?? {}, id);
    if (id) this.cursor = id;
  }
}

// What waits to be sent. Each entry is a key of its own in the storage, so that tabs do not overwrite
// each other; one tab at a time sends, in order, and repeats with the same id until it is taken.
import {backOff, Wait} from './waiting.js';

const lease = 5000;

export class Queue {
  #busy = false;
  #more = false;
  #stopped = false;
  #last = 0;
  #wait = new Wait();
  #sending = new AbortController();

  /** `on` has changed(), sent(entry) and refused(entry, Refusal). */
  constructor(store, server, on) {
    this.store = store;
    this.server = server;
    this.on = on;
    addEventListener('online', this.wake);
  }

  /** Entries {key, id, path, body, show?, failed?} in the order in which they are sent. */
  list() {
    return this.store
      .keys('q:')
      .map((key) => ({...this.store.get(key), key}))
      .filter((entry) => entry.id);
  }

  add(entry) {
    this.#last = Math.max(Date.now(), this.#last + 1);
    this.store.set(`q:${String(this.#last).padStart(15, '0')}:${entry.id}`, entry);
    this.on.changed();
    this.pump();
  }

  retry(id) {
    const entry = this.list().find((one) => one.id === id);
    if (!entry) return;
    this.store.set(entry.key, {...entry, failed: undefined, status: undefined});
    this.on.changed();
    this.pump();
  }

  discard(id) {
    for (const entry of this.list()) if (entry.id === id) this.store.remove(entry.key);
    this.on.changed();
  }

  clear() {
    this.#sending.abort();
    this.#sending = new AbortController();
    for (const entry of this.list()) this.store.remove(entry.key);
  }

  stop() {
    this.#stopped = true;
    this.#sending.abort();
    this.#wait.end();
    removeEventListener('online', this.wake);
  }

  /** Tries again at once. */
  wake = () => {
    this.#wait.end();
    this.pump();
  };

  async pump() {
    this.#more = true;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#more && !this.#stopped) {
      this.#more = false;
      if (this.#next()) await this.#alone();
    }
    this.#busy = false;
  }

  #next() {
    return this.list().find((entry) => !entry.failed);
  }

  async #drain(mine = () => true) {
    for (let entry, tries = 0; !this.#stopped && mine() && (entry = this.#next()); ) {
      try {
        if (!navigator.onLine) throw {temporary: true};
        await this.server.json('POST', entry.path, {body: entry.body, signal: this.#sending.signal});
        this.store.remove(entry.key);
        this.on.sent(entry);
        tries = 0;
      } catch (error) {
        if (this.#stopped || !this.store.get(entry.key)) continue;
        if (!error.temporary) {
          // What the user never saw can't be tried again by hand.
          if (!entry.show) this.store.remove(entry.key);
          else this.store.set(entry.key, {...entry, failed: error.message || String(error.status), status: error.status});
          this.on.refused(entry, error);
        } else {
          this.waiting = true;
          this.on.changed();
          await this.#wait.for(backOff(tries++, error.wait));
        }
      }
      this.waiting = false;
      this.on.changed();
    }
  }

  /** Runs while no other tab does. Without Web Locks a lease in the storage stands in for them. */
  async #alone() {
    const name = this.store.prefix + 'q';
    if (navigator.locks) {
      try {
        return await navigator.locks.request(name, () => this.#drain());
      } catch (error) {
        // Sandboxed pages have the interface and may not use it.
        if (error.name !== 'SecurityError') throw error;
      }
    }
    const me = Math.random();
    for (let held; (held = this.store.get('lease')) && held.until > Date.now() && !this.#stopped; ) await this.#wait.for(0.5);
    const take = () => this.store.set('lease', {me, until: Date.now() + lease});
    const mine = () => this.store.get('lease')?.me === me;
    take();
    // Other tabs see what is stored a little later; of those that took it at once the last one has it.
    await this.#wait.for(0.2);
    const renewal = setInterval(() => mine() && take(), lease / 3);
    await this.#drain(mine);
    clearInterval(renewal);
    if (mine()) this.store.remove('lease');
    this.#more = true;
  }
}

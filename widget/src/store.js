// localStorage (or sessionStorage) under a prefix; where it is not available or full, memory.

export class Store {
  #memory = new Map();
  #disk = null;

  constructor(prefix, kind = 'localStorage') {
    this.prefix = prefix;
    try {
      this.#disk = window[kind];
      this.#disk.setItem(prefix, '1');
      this.#disk.removeItem(prefix);
    } catch {
      this.#disk = null;
    }
  }

  get(key) {
    try {
      return this.#memory.get(key) ?? JSON.parse(this.#disk?.getItem(this.prefix + key) ?? 'null');
    } catch {
      return null;
    }
  }

  set(key, value) {
    try {
      if (!this.#disk) throw 0;
      this.#disk.setItem(this.prefix + key, JSON.stringify(value));
      this.#memory.delete(key);
    } catch {
      this.#memory.set(key, value);
    }
  }

  remove(key) {
    this.#memory.delete(key);
    try {
      this.#disk?.removeItem(this.prefix + key);
    } catch {
      // A storage that was taken away meanwhile has nothing left to remove.
    }
  }

  /** The keys that start with `start`, sorted. */
  keys(start) {
    const found = new Set(this.#memory.keys());
    try {
      for (const key of Object.keys(this.#disk ?? {})) if (key.startsWith(this.prefix)) found.add(key.slice(this.prefix.length));
    } catch {
      // As above.
    }
    return [...found].filter((key) => key.startsWith(start)).sort();
  }

  /** Calls back with the key that another tab changed; gives the function that ends it. */
  watch(changed) {
    const listener = ({key}) => key?.startsWith(this.prefix) && changed(key.slice(this.prefix.length));
    addEventListener('storage', listener);
    return () => removeEventListener('storage', listener);
  }
}

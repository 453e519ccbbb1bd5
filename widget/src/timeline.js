// What is shown, in order: what is stored, what is being sent, what is being made, what waits.

export class Timeline {
  rating = null;
  typing = false;
  delta = null;
  #stored = new Map();
  #local = new Map();
  #drafts = [];

  /** All entries {key, kind, data, state?, active?, feedback?}; the same object for the same thing. */
  entries() {
    const local = [...this.#local.values()];
    const sending = local.filter((entry) => !entry.behind);
    const later = local.filter((entry) => entry.behind);
    const all = [...this.#stored.values(), ...sending, ...this.#drafts, ...(this.delta ? [this.delta] : []), ...later];
    let active = true;
    for (const entry of all.toReversed()) {
      entry.active = active;
      if (entry.kind !== 'bot' && entry.state !== 'failed') active = false;
    }
    return all;
  }

  get empty() {
    return !this.#stored.size && !this.#local.size;
  }

  /** The ids of the bot's stored messages. */
  get answers() {
    return [...this.#stored.values()].filter((entry) => entry.kind === 'bot').map((entry) => entry.key);
  }

  /** A stored message; null when it is shown already. */
  message(data) {
    if (this.#stored.has(data.id)) return null;
    const entry = data.from === 'user' ? this.#own(data) : this.#bot(data);
    this.#stored.set(data.id, Object.assign(entry, {key: data.id, data}));
    return entry;
  }

  #own(data) {
    const entry = this.#local.get(data.id) ?? {kind: 'user'};
    this.#local.delete(data.id);
    return Object.assign(entry, {state: 'sent', behind: false});
  }

  /** A draft that says the same becomes the message, so that it is not read out twice. */
  #bot(data) {
    this.delta = null;
    const draft = this.#drafts.shift();
    return draft && content(draft.data) === content(data) ? Object.assign(draft, {draft: false}) : {kind: 'bot'};
  }

  draft(data) {
    this.delta = null;
    this.#drafts.push({key: {}, kind: 'bot', data, draft: true});
  }

  add(text) {
    this.delta ??= {key: {}, kind: 'delta', data: {text: ''}};
    this.delta.data.text += text;
  }

  turn(on) {
    this.typing = on;
    if (!on) this.dropDrafts();
  }

  dropDrafts() {
    this.#drafts = [];
    this.delta = null;
  }

  restarted(key) {
    this.dropDrafts();
    if (!this.#stored.has(key)) this.#stored.set(key, {key, kind: 'divider', data: {}});
  }

  feedback({message, value, rating, comment}) {
    if (message == null) this.rating = rating;
    else if (this.#stored.has(message)) this.#stored.get(message).feedback = {value, comment};
  }

  /** The state of the queue: what is not stored yet is shown at once. */
  queued(entries, waiting) {
    const seen = new Set();
    let first = true;
    for (const {id, show, failed, at} of entries) {
      const head = first && !failed;
      if (head) first = false;
      if (!show) continue;
      const key = 'u-' + id;
      seen.add(key);
      if (this.#stored.has(key)) continue;
      const entry = this.#local.get(key) ?? {key, kind: 'user', data: {id: key, from: 'user', at, ...show}};
      entry.state = failed ? 'failed' : waiting ? 'later' : 'sending';
      entry.behind = !head && !failed;
      entry.reason = failed;
      this.#local.set(key, entry);
    }
    for (const [key, entry] of this.#local) {
      if (seen.has(key) || entry.state === 'sent') continue;
      if (entry.state === 'failed') this.#local.delete(key);
      else Object.assign(entry, {state: 'sent', behind: false});
    }
  }
}

const content = ({id, at, ...rest}) => JSON.stringify(rest);

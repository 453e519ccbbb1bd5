// Files on their way to the server, each with its progress, until they go with a message.
import {h, iconButton} from '../dom.js';
import {label} from '../links.js';

export class Uploads {
  #all = [];
  node = h('ul', {class: 'uploads'});

  constructor(chat, changed) {
    this.chat = chat;
    this.changed = changed;
  }

  get busy() {
    return this.#all.some((one) => !one.answer);
  }

  get done() {
    return this.#all.filter((one) => one.answer);
  }

  add(files) {
    this.chat.notice('');
    for (const file of files) {
      const problem = this.#problem(file);
      if (problem) this.chat.notice(problem);
      else this.#start(file);
    }
  }

  /** What the server stored; the list is empty afterwards. */
  take() {
    const answers = this.done.map((one) => one.answer);
    this.#all = [];
    this.node.replaceChildren();
    return answers;
  }

  #problem(file) {
    const {max_bytes: max, types} = this.chat.config.files;
    const fits = (type) => type === file.type || (type.endsWith('/*') && file.type.startsWith(type.slice(0, -1)));
    const what = file.size > max ? `≤ ${Math.floor(max / 1e4) / 100} MB` : types?.length && !types.some(fits) ? types.join(', ') : null;
    return what && this.chat.say('refused', {name: label(file.name), what});
  }

  async #start(file) {
    const name = label(file.name);
    const bar = h('progress', {max: 1, value: 0, 'aria-label': name});
    const {done, abort} = this.chat.conversation.upload(file, (part) => (bar.value = part));
    const one = {abort};
    const remove = () => {
      this.#all = this.#all.filter((other) => other !== one);
      row.remove();
      this.changed();
    };
    const cancel = () => {
      one.cancelled = true;
      abort();
      remove();
    };
    const row = h('li', null, h('span', {dir: 'auto'}, name), bar, iconButton('close', `${this.chat.say('cancel')}: ${name}`, cancel));
    this.#all.push(one);
    this.node.append(row);
    this.changed();
    try {
      one.answer = await done;
      bar.remove();
      this.changed();
    } catch (error) {
      if (one.cancelled) return;
      remove();
      this.chat.notice([this.chat.say('failed'), name, error.message].filter(Boolean).join(': '));
      this.chat.failed(error);
    }
  }
}

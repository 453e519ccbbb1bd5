// The messages on the screen: one node per entry of the timeline, made once and then updated.
import {h} from '../dom.js';
import {markdown} from '../markdown.js';
import {thumbs} from '../parts/feedback.js';
import {botParts, userParts} from '../parts/message.js';

const answers = '.buttons button, .date input, .date button';

export class Log {
  #made = new Map();
  #following = true;

  constructor(chat) {
    this.chat = chat;
    this.typing = h('div', {class: 'typing', role: 'status'});
    this.node = h(
      'div',
      {
        class: 'log',
        role: 'log',
        tabindex: 0,
        'aria-live': 'off',
        'aria-relevant': 'additions',
        'aria-label': chat.title,
        scroll: ({target}) => (this.#following = target.scrollHeight - target.scrollTop - target.clientHeight < 80),
      },
      this.typing,
    );
  }

  /** Shows the timeline as it is now; what stays is not touched, so that it is not read out again. */
  sync(timeline) {
    const entries = timeline.entries();
    const kept = new Set(entries);
    for (const [entry, {node}] of this.#made) {
      if (kept.has(entry)) continue;
      node.remove();
      this.#made.delete(entry);
    }
    let next = this.node.firstChild;
    let mine = false;
    for (const entry of entries) {
      let made = this.#made.get(entry);
      if (!made) {
        made = makers[entry.kind](entry, this.chat);
        this.#made.set(entry, made);
        mine ||= entry.kind === 'user';
      }
      made.update?.(entry);
      if (made.node === next) next = next.nextSibling;
      else this.node.insertBefore(made.node, next);
    }
    const busy = timeline.typing && !timeline.delta;
    if (busy !== !!this.typing.firstChild)
      this.typing.replaceChildren(...(busy ? [h('i'), h('i'), h('i'), h('span', {class: 'sr'}, this.chat.say('typing'))] : []));
    this.#following ||= mine;
    this.grown();
  }

  /** What became taller, such as a picture, does not push the end out of sight. */
  grown() {
    if (this.#following) this.toEnd();
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  /** Only what comes after the history is read out. */
  live() {
    this.node.setAttribute('aria-live', 'polite');
  }
}

const makers = {bot, user, divider, delta};

function divider(_, chat) {
  return {node: h('div', {class: 'divider'}, chat.say('restart'))};
}

function delta(entry, chat) {
  const bubble = h('div', {class: 'bubble'});
  let shown = '';
  const update = ({data: {text}}) => {
    if (text !== shown) bubble.replaceChildren(markdown((shown = text), chat.base));
  };
  // Half sentences are not read out: the message that replaces them is.
  return {node: h('div', {class: 'msg bot making', 'aria-live': 'off', 'aria-busy': 'true'}, bubble), update};
}

function bot(entry, chat) {
  const time = h('time');
  const feedback = chat.config.feedback && thumbs(() => entry.key, chat);
  const meta = h('div', {class: 'meta'}, time, feedback && feedback.node);
  const node = h('div', {class: 'msg bot'}, author(chat.title), botParts(entry.data, chat), meta);
  const update = () => {
    node.dataset.id = entry.draft ? '' : entry.key;
    meta.hidden = entry.draft;
    stamp(time, entry.data.at, chat.language);
    if (feedback) feedback.update(entry.feedback);
    for (const answer of node.querySelectorAll(answers)) answer.disabled = !entry.active;
    for (const quick of node.querySelectorAll('.quick')) quick.hidden = !entry.active;
  };
  return {node, update};
}

function user(entry, chat) {
  const time = h('time');
  const state = h('span', {class: 'state'});
  const id = () => entry.key.slice(2);
  const retry = h('button', {class: 'small', click: () => chat.conversation.queue.retry(id())}, chat.say('retry'));
  const discard = h('button', {class: 'small', click: () => chat.conversation.queue.discard(id())}, chat.say('cancel'));
  const node = h('div', {class: 'msg user'}, author(chat.say('you')), userParts(entry.data, chat), h('div', {class: 'meta'}, time, state, retry, discard));
  const update = () => {
    const failed = entry.state === 'failed';
    node.dataset.id = entry.key;
    node.dataset.state = entry.state;
    const text = chat.say(entry.state) + (failed && entry.reason ? ': ' + entry.reason : '');
    if (state.textContent !== text) state.textContent = text;
    retry.hidden = discard.hidden = !failed;
    stamp(time, entry.data.at, chat.language);
  };
  return {node, update};
}

const author = (name) => h('span', {class: 'sr'}, name + ': ');

function stamp(node, seconds, language) {
  const at = new Date(seconds * 1000);
  if (!seconds || node.dateTime || Number.isNaN(+at)) return;
  node.dateTime = at.toISOString();
  node.title = at.toLocaleString(language);
  node.textContent = at.toLocaleTimeString(language, {timeStyle: 'short'});
}

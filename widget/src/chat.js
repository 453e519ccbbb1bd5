// Brings together the conversation, the texts and what is on the screen.
import {backOff, Wait} from './waiting.js';
import {Conversation, subject} from './conversation.js';
import {label} from './links.js';
import {openByRule} from './opening.js';
import {fillCustom} from './parts/message.js';
import {read} from './speech.js';
import {Store} from './store.js';
import {Texts} from './texts.js';
import {showInTitle} from './unread.js';
import {Panel} from './view/panel.js';

export class Chat {
  config = {};
  texts = new Texts();
  customs = new Map();
  unknown = [];
  metadata = {};
  aloud = false;
  token = null;
  #open = false;
  #configured = null;
  #due = false;
  #life = null;

  constructor(host) {
    this.host = host;
  }

  start(base) {
    const {signal} = (this.#life = new AbortController());
    this.base = base;
    this.page = this.host.getAttribute('mode') === 'page';
    this.prefs = new Store(`causerie:${base}:prefs:`);
    this.tab = new Store(`causerie:${base}:`, 'sessionStorage');
    this.#converse();
    this.#draw();
    for (const name of ['online', 'offline']) addEventListener(name, () => this.changed(), {signal});
    document.addEventListener('visibilitychange', () => this.changed(), {signal});
    if (this.conversation.begun) this.#connect();
    const again = this.tab.get('open') && innerWidth > 480;
    if (this.page || again) this.open(false);
    else if (!this.tab.get('closed')) openByRule(this.host, () => this.open(false), signal);
  }

  stop() {
    this.#life?.abort();
    this.conversation?.close();
    this.#configured = null;
    this.#open = false;
    showInTitle(0);
  }

  get language() {
    return this.texts.language;
  }

  get title() {
    return label(this.config.title) || 'Chat';
  }

  say = (key, values) => this.texts.say(key, values);

  // What the user and the page do

  open(focus = true) {
    if (this.#open) return;
    this.#open = true;
    this.tab.set('open', true);
    this.#connect();
    this.#greet();
    this.#sync();
    this.panel.log.toEnd();
    if (focus) this.focus();
    this.dispatch('open');
  }

  close() {
    if (!this.#open || this.page) return;
    const inside = this.host.shadowRoot.activeElement;
    this.#open = false;
    this.tab.set('open', false);
    this.tab.set('closed', true);
    this.#sync();
    if (inside) this.panel.launcher.focus();
    this.dispatch('close');
  }

  toggle() {
    if (this.#open) this.close();
    else this.open();
  }

  /** The field; on touch screens the messages, so that no keyboard covers them. */
  focus() {
    const {composer, log} = this.panel;
    (matchMedia('(hover: none)').matches ? log.node : composer.field).focus();
  }

  send = (text, {title, metadata, files} = {}) => {
    if (this.panel.node.contains(this.host.shadowRoot.activeElement)) this.focus();
    this.#connect();
    const id = this.conversation.send(text, {title, files, ...this.#extras(metadata)});
    this.dispatch('send', {id, text, title, metadata});
    return id;
  };

  restart() {
    this.#connect();
    this.conversation.send('/restart', {silent: true, ...this.#extras()});
  }

  rate(feedback) {
    this.conversation.rate(feedback);
    this.dispatch('feedback', feedback);
  }

  readAloud(on) {
    this.aloud = on;
    if (!on) speechSynthesis.cancel();
  }

  setUser(token) {
    const same = this.token && token && subject(token) === subject(this.token);
    this.token = token;
    if (!this.conversation) return;
    if (same) return this.conversation.renewToken(token);
    const begun = this.conversation.stream || this.#open;
    this.conversation.close();
    this.#converse();
    this.#draw();
    if (begun || this.conversation.begun) this.#connect();
  }

  setMetadata(metadata) {
    this.metadata = {...metadata};
  }

  setLanguage(code) {
    this.chosen = code;
    this.prefs?.set('language', code);
    if (this.panel) this.#draw();
  }

  setTexts(texts, language) {
    this.texts.override(texts, language);
    if (this.panel) this.#draw();
  }

  registerCustom(type, make) {
    this.customs.set(type, make);
    const [now, rest] = [[], []];
    for (const one of this.unknown) (one.data.type === type ? now : rest).push(one);
    this.unknown = rest;
    for (const {place, data, message} of now) fillCustom(place, data, this, message);
  }

  // What comes from the server

  changed() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (!this.#life.signal.aborted) this.#sync();
    });
  }

  #converse() {
    this.conversation = new Conversation(this.base, this.token, {
      changed: () => this.changed(),
      message: (data, live) => {
        if (!live) return;
        this.dispatch('message', data);
        if (this.aloud && data.from === 'bot') read(data.text, this.language);
      },
      ready: () => {
        this.#greet();
        setTimeout(() => this.panel.log.live(), 100);
      },
      cleared: () => {
        this.#draw();
        this.#greet();
      },
      seen: () => this.changed(),
      refused: (error) => {
        this.notice(error.message || this.say('failed'));
        this.failed(error);
      },
    });
  }

  /** Asks once who the bot is, until it answers, and opens the stream. */
  #connect() {
    this.conversation.connect();
    this.#configured ??= this.#configure(this.#life.signal);
  }

  async #configure(signal) {
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        this.config = (await this.conversation.server.json('GET', 'config')) ?? {};
        if (signal.aborted) return;
        this.#draw();
        return this.#greet();
      } catch (error) {
        await new Wait().for(backOff(tries, error.wait));
      }
    }
  }

  #greet() {
    if (this.#open) this.conversation.greet(this.config.greeting, this.#extras());
  }

  #extras(metadata) {
    return {language: this.#wanted(), metadata: {...this.metadata, ...metadata}};
  }

  /** The language somebody asked for: the user, the element, the page (where the bot speaks it). */
  #wanted() {
    const page = document.documentElement.lang;
    const spoken = this.config.languages?.find((code) => code.toLowerCase() === page.toLowerCase() || code === page.split('-')[0]);
    return this.chosen ?? this.prefs.get('language') ?? this.host.getAttribute('language') ?? spoken;
  }

  // The screen

  #draw() {
    this.texts.language = this.#wanted() ?? this.config.language ?? 'en';
    const text = this.panel?.composer.field.value;
    const focused = this.host.shadowRoot.activeElement;
    this.unknown = [];
    this.panel?.node.remove();
    this.panel = new Panel(this, text);
    this.host.shadowRoot.append(this.panel.node);
    this.#sync();
    this.panel.log.toEnd();
    if (focused && this.#open) this.focus();
    else if (focused) this.panel.launcher.focus();
    if (this.conversation.ready) setTimeout(() => this.panel.log.live(), 100);
  }

  #sync() {
    const {timeline} = this.conversation;
    const {answers} = timeline;
    if (this.#open && !document.hidden && answers.length) this.conversation.seen = answers.at(-1);
    const unread = answers.length - 1 - answers.indexOf(this.conversation.seen);
    const trouble = !navigator.onLine || (this.conversation.ready && !this.conversation.connected) ? this.say('offline') : '';
    this.panel.sync({open: this.#open, unread, trouble});
    showInTitle(unread);
  }

  notice(text) {
    this.panel.notice(text);
  }

  grown = () => this.panel.log.grown();

  failed(error) {
    this.dispatch('error', {status: error.status, message: error.message});
  }

  dispatch(name, detail) {
    return this.host.dispatchEvent(new CustomEvent('causerie:' + name, {detail, bubbles: true}));
  }
}

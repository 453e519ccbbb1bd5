// The element <causerie-chat>: attributes in, events out, and what a page may call.
import css from './style.css';
import {Chat} from './chat.js';

let style;

export class CauserieChat extends HTMLElement {
  static observedAttributes = ['language'];
  /** The server that the script came from. */
  static home = null;

  /** What a page may call; docs/how-to/widget.md tells what each does. */
  static methods = ['open', 'close', 'toggle', 'send', 'restart', 'setUser', 'setMetadata', 'setLanguage', 'setTexts', 'registerCustom', 'on', 'off'];

  static {
    for (const name of this.methods.slice(0, -2))
      this.prototype[name] = function (...values) {
        return this.#chat[name](...values);
      };
  }

  #chat;
  #wrapped = new Map();

  constructor() {
    super();
    this.attachShadow({mode: 'open'});
    if (!style) (style = new CSSStyleSheet()).replaceSync(css);
    this.shadowRoot.adoptedStyleSheets = [style];
    this.#chat = new Chat(this);
  }

  connectedCallback() {
    const server = this.getAttribute('server') ?? CauserieChat.home;
    if (server) this.#chat.start(new URL(server.replace(/\/*$/, '/'), document.baseURI).href);
    else console.error('<causerie-chat>: say where the bot is: server="https://…"');
  }

  disconnectedCallback() {
    this.#chat.stop();
  }

  attributeChangedCallback(_, before, now) {
    if (this.#chat.panel && before !== now) this.#chat.setLanguage(now);
  }

  on(name, listener) {
    const wrapped = (event) => listener(event.detail, event);
    this.off(name, listener);
    this.#wrapped.set(listener, {...this.#wrapped.get(listener), [name]: wrapped});
    this.addEventListener('causerie:' + name, wrapped);
  }

  off(name, listener) {
    this.removeEventListener('causerie:' + name, this.#wrapped.get(listener)?.[name]);
  }
}

// One script tag: defines <causerie-chat>, puts one on the page unless there is one, and window.Causerie.
import {CauserieChat} from './element.js';

const tag = 'causerie-chat';
const script = document.currentScript ?? document.querySelector('script[src*="widget.js"]');
const waiting = [];

if (!customElements.get(tag)) {
  if (script?.src) CauserieChat.home = new URL(script.getAttribute('data-server') ?? '.', script.src).href;
  customElements.define(tag, CauserieChat);
  window.Causerie = page();
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place);
  else place();
}

function place() {
  if (script && !script.hasAttribute('data-manual') && !document.querySelector(tag)) {
    const element = document.createElement(tag);
    for (const {name, value} of script.attributes) if (/^data-(?!server$)/.test(name)) element.setAttribute(name.slice(5), value);
    document.body.append(element);
  }
  for (const [name, values] of waiting) window.Causerie[name](...values);
}

/** The public methods, for the page's first element; what is called before it is there waits for it. */
function page() {
  const call = (name) => (...values) => {
    const element = document.querySelector(tag);
    return element ? element[name](...values) : void waiting.push([name, values]);
  };
  return Object.fromEntries(CauserieChat.methods.map((name) => [name, call(name)]));
}

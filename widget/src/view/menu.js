// The menu of the header, by the keys that a menu has everywhere.
import {h, iconButton} from '../dom.js';

/** `items` gives [{text, run, checked?, role?}] when it is opened. */
export function menu(chat, items) {
  const list = h('div', {class: 'menu', role: 'menu', hidden: true, 'aria-label': chat.say('menu')});
  const button = iconButton('menu', chat.say('menu'), () => (list.hidden ? open() : close()), {
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
  });
  const all = () => [...list.querySelectorAll('button')];
  function open() {
    list.replaceChildren(
      ...items().map(({text, run, role, checked, lang}) => {
        const chosen = () => {
          close();
          run();
        };
        const attributes = {role: role ?? 'menuitem', 'aria-checked': checked?.toString(), lang, click: chosen};
        return h('button', attributes, text);
      }),
    );
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    all()[0]?.focus();
  }
  const hide = () => {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
  };
  function close() {
    if (list.hidden) return false;
    hide();
    button.focus();
    return true;
  }
  list.addEventListener('keydown', (event) => {
    const buttons = all();
    const at = buttons.indexOf(event.target);
    const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1}[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length).focus();
  });
  list.addEventListener('focusout', ({relatedTarget}) => relatedTarget !== button && !list.contains(relatedTarget) && hide());
  return {button, list, close};
}

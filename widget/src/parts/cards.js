// A carousel: cards in a row that scrolls.
import {h} from '../dom.js';
import {label, opened, safe} from '../links.js';
import {picture} from './attachment.js';
import {buttons} from './buttons.js';

export const cards = (elements, chat) =>
  h(
    'div',
    {class: 'cards', role: 'group', tabindex: 0},
    elements.filter((element) => element && typeof element === 'object').map((element) => card(element, chat)),
  );

function card({title, subtitle, image_url, default_action, buttons: list}, chat) {
  const href = default_action && safe(default_action.url, chat.base);
  const name = label(title);
  return h(
    'div',
    {class: 'card'},
    image_url && picture(image_url, name, chat),
    h('strong', {dir: 'auto'}, href ? h('a', {href, ...opened}, name) : name),
    subtitle && h('p', {dir: 'auto'}, label(subtitle)),
    list?.length && buttons(list, chat),
  );
}

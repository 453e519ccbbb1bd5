// Where an answer comes from: numbered, as links or as texts to unfold.
import {h} from '../dom.js';
import {label, opened, safe} from '../links.js';

export const sources = (list, chat) =>
  h(
    'div',
    {class: 'sources'},
    h('span', null, chat.say('sources')),
    h('ol', null, list.filter((source) => source && typeof source === 'object').map((source) => h('li', {dir: 'auto'}, one(source, chat)))),
  );

function one({title, url, text}, chat) {
  const href = url && safe(url, chat.base);
  const name = label(title || url) || '…';
  const link = href && h('a', {href, ...opened}, name);
  if (!text) return link || name;
  return h('details', null, h('summary', null, name), h('p', {class: 'plain'}, String(text)), link && h('p', null, link));
}

// Buttons that answer for the user, and those that lead somewhere.
import {h} from '../dom.js';
import {label, opened, safe} from '../links.js';

export function buttons(list, chat, kind = '') {
  return h(
    'div',
    {class: 'buttons ' + kind, role: 'group'},
    list.filter((button) => button && typeof button === 'object').map((button) => one(button, chat)),
  );
}

function one({title, payload, type, url}, chat) {
  const text = label(title ?? payload ?? url);
  const phone = type === 'phone_number' ? 'tel:' + String(payload).replace(/[^\d+*#]/g, '') : null;
  if (phone || url || type === 'web_url' || type === 'url') {
    const href = safe(phone ?? url ?? payload, chat.base);
    return h(href ? 'a' : 'span', {class: 'choice', dir: 'auto', href, ...(href ? opened : {})}, text);
  }
  const answer = () => chat.send(String(payload ?? title ?? ''), {title: text});
  return h('button', {class: 'choice', dir: 'auto', click: answer}, text);
}

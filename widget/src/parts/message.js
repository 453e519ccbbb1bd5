// Everything one message can hold, in the order in which it is shown.
import {h} from '../dom.js';
import {label, safe} from '../links.js';
import {markdown, table} from '../markdown.js';
import {attachment, fileLink, picture} from './attachment.js';
import {buttons} from './buttons.js';
import {cards} from './cards.js';
import {datePicker} from './date.js';
import {sources} from './sources.js';

/** `chat` has base, say(key, values), send(text, options), customs, unknown and dispatch(). */
export function botParts(data, chat) {
  return [
    data.text && h('div', {class: 'bubble'}, markdown(String(data.text), chat.base)),
    data.metadata?.citations?.length && sources(data.metadata.citations, chat),
    data.custom && custom(data.custom, chat, data),
    data.image && picture(data.image, '', chat),
    data.attachment && attached(data.attachment, chat),
    data.elements?.length && cards(data.elements, chat),
    data.buttons?.length && buttons(data.buttons, chat),
    data.quick_replies?.length && buttons(data.quick_replies, chat, 'quick'),
  ].filter(Boolean);
}

export const userParts = (data, chat) => [
  data.text && h('div', {class: 'bubble plain', dir: 'auto'}, String(data.text)),
  ...(data.files ?? []).map((file) => fileLink(file.url, file.name, chat)),
];

/** Rasa's web chat also sends carousels and quick replies as an attachment of type `template`. */
function attached(value, chat) {
  const elements = value.payload?.elements;
  return Array.isArray(elements) ? cards(elements, chat) : attachment(value, chat);
}

/** The project's own kinds first; an unknown one is kept until somebody registers it. */
function custom(data, chat, message) {
  const place = h('div', {class: 'custom'});
  fillCustom(place, data, chat, message);
  return place;
}

export function fillCustom(place, data, chat, message) {
  const made = chat.customs.get(data.type)?.(data, {
    h,
    send: chat.send,
    markdown: (text) => markdown(String(text), chat.base),
    link: (address) => safe(address, chat.base),
  });
  if (made instanceof Node) return place.replaceChildren(made);
  if (data.type === 'table' && Array.isArray(data.columns) && Array.isArray(data.rows)) {
    const rows = data.rows.map((row) => (Array.isArray(row) ? row : data.columns.map((column) => row?.[column] ?? '')));
    return place.append(table(data.columns, rows, (text) => text, label(data.title)));
  }
  if (data.type === 'date') return place.append(datePicker(data, chat));
  if (data.attachment) return place.append(attached(data.attachment, chat) ?? '');
  chat.unknown.push({place, data, message});
  chat.dispatch('custom', {data, message, element: place});
}

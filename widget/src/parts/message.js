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
  const makers = {
    text: (text) => h('div', {class: 'bubble'}, markdown(String(text), chat.base)),
    metadata: ({citations}) => citations?.length && sources(citations, chat),
    custom: (custom) => {
      const place = h('div', {class: 'custom'});
      fillCustom(place, custom, chat, data);
      return place;
    },
    image: (image) => picture(image, '', chat),
    attachment: (attachment) => attached(attachment, chat),
    elements: (elements) => elements.length && cards(elements, chat),
    buttons: (list) => list.length && buttons(list, chat),
    quick_replies: (list) => list.length && buttons(list, chat, 'quick'),
  };
  return Object.keys(makers).map((name) => data[name] && attempt(() => makers[name](data[name]), chat));
}

/** What has not the form it should have is left out; the rest of the message stands. */
function attempt(make, chat) {
  try {
    return make() || null;
  } catch (error) {
    chat.failed(error);
    return null;
  }
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
export function fillCustom(place, data, chat, message) {
  const helpers = {
    h,
    send: chat.send,
    markdown: (text) => markdown(String(text), chat.base),
    link: (address) => safe(address, chat.base),
  };
  const made = attempt(() => chat.customs.get(data.type)?.(data, helpers), chat);
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

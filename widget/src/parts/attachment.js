// Pictures, films, sounds and files. What cannot be loaded is offered as a link.
import {h, icon} from '../dom.js';
import {label, media, opened} from '../links.js';

const kinds = {
  image: /\.(png|jpe?g|gif|webp|avif|svg)$/i,
  video: /\.(mp4|webm|mov|m4v|ogv)$/i,
  audio: /\.(mp3|wav|ogg|oga|m4a|aac|flac)$/i,
};

export function attachment(value, chat) {
  const source = typeof value === 'string' ? value : value.payload?.src ?? value.payload?.url ?? value.url;
  const title = label(value.payload?.title ?? value.payload?.name ?? '');
  const href = source && media(source, chat.base);
  if (!href) return null;
  const path = href.split(/[?#]/)[0];
  const kind = kinds[value.type] ? value.type : value.type ? 'file' : Object.keys(kinds).find((name) => kinds[name].test(path));
  if (kind === 'image') return picture(href, title, chat);
  if (kind !== 'video' && kind !== 'audio') return fileLink(href, title, chat);
  const player = h(kind, {src: href, controls: true, preload: 'metadata', 'aria-label': title || name(href)});
  return h('figure', null, orLink(player, href, title, chat), title && h('figcaption', {dir: 'auto'}, title));
}

export function picture(source, title, chat) {
  const href = media(source, chat.base);
  if (!href) return null;
  const image = h('img', {src: href, alt: label(title) || name(href), loading: 'lazy', referrerpolicy: 'no-referrer', load: chat.grown});
  const framed = href.startsWith('data:') ? image : h('a', {href, ...opened}, image);
  return h('figure', null, orLink(image, href, title, chat, framed));
}

/** The medium until it fails, then a link to it. */
function orLink(medium, href, title, chat, shown = medium) {
  medium.addEventListener('error', () => shown.replaceWith(fileLink(href, title, chat)));
  return shown;
}

export function fileLink(address, title, chat) {
  const href = media(address, chat.base);
  const text = label(title) || (href ? name(href) : '');
  const inside = [icon('file'), h('span', {dir: 'auto'}, text)];
  return href && !href.startsWith('data:') ? h('a', {class: 'file', href, ...opened}, inside) : h('span', {class: 'file'}, inside);
}

function name(href) {
  const last = href.split(/[?#]/)[0].split('/').pop();
  try {
    return label(decodeURIComponent(last));
  } catch {
    return label(last);
  }
}

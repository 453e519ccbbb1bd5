// Markdown as DOM nodes. Raw HTML is text, images are links, and the time is linear in the length.
import {h} from './dom.js';
import {opened, safe} from './links.js';

const deepest = 8;
const longest = 100000;
const item = /^( *)([-*+]|\d{1,9}[.)]) +(?=\S)/;
const ruler = /^[ :|-]+$/;
const cells = (line) => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());

/** The nodes of a text. What is longer than any answer stays plain. */
export function markdown(text, base) {
  const target = h('div', {class: 'md', dir: 'auto'});
  if (text.length > longest) target.append(text);
  else blocks(text.replace(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n'), target, {base, heading: 2}, 0);
  return target;
}

function blocks(lines, target, context, depth) {
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) target.append(inline(h('p'), paragraph.join('\n'), context, 0));
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    let found;
    if (!line.trim()) flush();
    else if ((found = /^ {0,3}(```+|~~~+) *([\w+#-]*)[^`]*$/.exec(line))) {
      flush();
      const body = [];
      while (++at < lines.length && !lines[at].trim().startsWith(found[1])) body.push(lines[at]);
      target.append(h('pre', {tabindex: 0, dir: 'ltr'}, h('code', null, body.join('\n'))));
    } else if ((found = /^ {0,3}(#{1,6}) +(.*)/.exec(line))) {
      flush();
      // No level is skipped: readers who jump from heading to heading would look for it.
      context.heading = Math.min(found[1].length + 2, context.heading + 1, 6);
      target.append(inline(h('h' + context.heading), found[2].replace(/ #+ *$/, ''), context, 0));
    } else if (/^ {0,3}([-*_])( *\1){2,} *$/.test(line)) {
      flush();
      target.append(h('hr'));
    } else if (depth < deepest && /^ {0,3}>/.test(line)) {
      flush();
      const quoted = [];
      for (; at < lines.length && /^ {0,3}>/.test(lines[at]); at++) quoted.push(lines[at].replace(/^ *> ?/, ''));
      at--;
      const quote = h('blockquote');
      blocks(quoted, quote, context, depth + 1);
      target.append(quote);
    } else if (depth < deepest && item.test(line)) {
      flush();
      at = list(lines, at, target, context, depth) - 1;
    } else if (line.includes('|') && lines[at + 1]?.includes('-') && ruler.test(lines[at + 1].trim())) {
      flush();
      const rows = [];
      for (let next = at + 2; next < lines.length && lines[next].includes('|'); next++) rows.push(cells(lines[next]));
      target.append(table(cells(line), rows, (text) => inline(document.createDocumentFragment(), text, context, 0)));
      at += rows.length + 1;
    } else paragraph.push(line.trim());
  }
  flush();
}

/** One list with its nested ones; gives the line after it. */
function list(lines, at, target, context, depth) {
  const [, {length: indent}, mark] = item.exec(lines[at]);
  const ordered = /\d/.test(mark);
  const node = h(ordered ? 'ol' : 'ul', ordered && parseInt(mark) !== 1 ? {start: parseInt(mark)} : null);
  const inside = (line = '') => /^ {2,}\S/.test(line.slice(indent));
  for (let found; (found = item.exec(lines[at] ?? '')); ) {
    if (found[1].length > indent + 1 || /\d/.test(found[2]) !== ordered) break;
    const margin = new RegExp(`^ {0,${found[0].length}}`);
    const body = [lines[at++].slice(found[0].length)];
    for (; at < lines.length && (inside(lines[at]) || (!lines[at].trim() && inside(lines[at + 1]))); at++)
      body.push(lines[at].replace(margin, ''));
    if (!lines[at]?.trim() && item.test(lines[at + 1] ?? '')) at++;
    const entry = h('li');
    blocks(body, entry, context, depth + 1);
    if (entry.firstChild?.tagName === 'P') entry.firstChild.replaceWith(...entry.firstChild.childNodes);
    node.append(entry);
  }
  target.append(node);
  return at;
}

/** A table that scrolls by itself where it is too wide; `show` makes a cell's nodes. */
export function table(head, rows, show, name) {
  const row = (kind, values) => h('tr', null, head.map((_, at) => h(kind, {dir: 'auto', scope: kind === 'th' && 'col'}, show(String(values[at] ?? '')))));
  return h(
    'div',
    {class: 'table', tabindex: 0, role: name ? 'group' : null, 'aria-label': name || null},
    h('table', null, h('thead', null, row('th', head)), h('tbody', null, rows.map((values) => row('td', values)))),
  );
}

const special =
  /\\[!-\/:-@[-`{-~]|`+|\*{1,3}|_{1,2}|~~|!?\[|<(?:https?:|mailto:|tel:)[^\s<>]{1,2000}>|https?:\/\/[^\s<>"'`*|]{1,2000}|\n/g;
const link = /\[((?:[^[\]\\]|\\.){0,500})\]\(\s?<?([^\s<>()]{0,2000}(?:\([^\s<>()]{0,500}\)[^\s<>()]{0,500})?)>?(?: "[^"]{0,200}")? ?\)/y;
const tags = {'*': 'em', _: 'em', '**': 'strong', __: 'strong', '~~': 's'};

/** Bold, italics, code, links and line breaks. A mark that is never closed is looked for only once. */
function inline(target, text, context, depth) {
  const unclosed = new Set();
  const find = new RegExp(special);
  let done = 0;
  const upTo = (end, next) => {
    target.append(text.slice(done, end));
    done = find.lastIndex = next;
  };
  for (let found; (found = find.exec(text)); ) {
    let mark = found[0];
    const at = found.index;
    const after = at + mark.length;
    if (mark[0] === '\\') {
      upTo(at, after);
      target.append(mark[1]);
    } else if (mark === '\n') {
      upTo(at, after);
      target.append(h('br'));
    } else if (mark[0] === '`') {
      const end = closing(text, mark, after, unclosed);
      if (end < 0) continue;
      upTo(at, end + mark.length);
      target.append(h('code', null, text.slice(after, end).trim()));
    } else if (mark.endsWith('[')) {
      link.lastIndex = after - 1;
      const parts = link.exec(text);
      const address = parts && safe(parts[2], context.base);
      if (!address) continue;
      upTo(at, link.lastIndex);
      target.append(inline(anchor(address), parts[1] || parts[2], {...context, inLink: true}, depth + 1));
    } else if (mark[0] === '<' || mark[0] === 'h') {
      const address = mark[0] === '<' ? mark.slice(1, -1) : mark.replace(/[.,;:!?\])}]+$/, '');
      const href = !context.inLink && safe(address);
      if (!href) continue;
      upTo(at, at + (mark[0] === '<' ? mark.length : address.length));
      target.append(h('a', {href, ...opened}, address));
    } else if (depth < deepest) {
      if (mark === '***') mark = '**';
      const inside = at + mark.length;
      const word = mark[0] === '_' && /[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ');
      const end = word || /\s/.test(text[inside] ?? ' ') ? -1 : closing(text, mark, inside + 1, unclosed);
      if (end < 0) {
        find.lastIndex = inside;
        continue;
      }
      upTo(at, end + mark.length);
      target.append(inline(h(tags[mark]), text.slice(inside, end), context, depth + 1));
    }
  }
  target.append(text.slice(done));
  return target;
}

const anchor = (href) => h('a', {href, title: href, ...opened});

/** Where a mark is closed, or -1. */
function closing(text, mark, from, unclosed) {
  if (unclosed.has(mark)) return -1;
  for (let tries = 0; tries < 20; tries++) {
    let end = text.indexOf(mark, from);
    if (end < 0) {
      unclosed.add(mark);
      return -1;
    }
    let last = end;
    while (text[last + mark.length] === mark[0]) last++;
    if (mark[0] === '`' ? last === end : !/\s/.test(text[end - 1]) && !(mark.length === 1 && last === end + 1)) return last;
    from = last + mark.length;
  }
  return -1;
}

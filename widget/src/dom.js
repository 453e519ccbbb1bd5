// Elements are built, never parsed: no string becomes HTML anywhere in the widget.

/** An element; functions among the attributes are listeners, null and false are left out. */
export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  if (tag === 'button') node.type = 'button';
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value != null && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

/** A form that is handled here and never leaves the page. */
export const form = (name, submit, ...children) =>
  h(
    'form',
    {
      class: name,
      submit: (event) => {
        event.preventDefault();
        submit(event.target);
      },
    },
    ...children,
  );

export const submitButton = (text, extra = '') => h('button', {type: 'submit', class: 'choice' + extra}, text);

/** A button that shows only an icon. */
export const iconButton = (name, label, click, attributes) =>
  h('button', {class: 'icon', 'aria-label': label, title: label, click, ...attributes}, icon(name));

const namespace = 'http://www.w3.org/2000/svg';

const shapes = {
  talk: 'M4 5h16v11H9l-5 4z',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M4 12l16-8-6 16-3-7z',
  clip: 'M8 12l6-6a3 3 0 0 1 4 4l-8 8a5 5 0 0 1-7-7l8-8',
  mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5 11a7 7 0 0 0 14 0M12 18v3',
  menu: 'M5 7h14M5 12h14M5 17h14',
  up: 'M7 11v9H4v-9zl4-8a2 2 0 0 1 2 2v4h6l-2 9a2 2 0 0 1-2 2H7',
  down: 'M7 13V4H4v9zl4 8a2 2 0 0 0 2-2v-4h6l-2-9a2 2 0 0 0-2-2H7',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
};

/** A drawing of 24 by 24, stroked in the colour of the text. */
export function icon(name) {
  const svg = document.createElementNS(namespace, 'svg');
  const path = document.createElementNS(namespace, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', shapes[name]);
  svg.append(path);
  return svg;
}

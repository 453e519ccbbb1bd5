// The window of the chat: header, messages, what to write; and the button that opens it.
import {h, icon, iconButton} from '../dom.js';
import {media} from '../links.js';
import {canRead} from '../speech.js';
import {downloadTranscript} from '../transcript.js';
import {Composer} from './composer.js';
import {Log} from './log.js';
import {menu} from './menu.js';
import {erasing, rating, sheetIn} from './sheets.js';

const phone = '(max-width: 480px), (max-height: 420px)';
const focusable = 'button, a[href], input, textarea, summary, audio, video, [tabindex="0"]';

export class Panel {
  constructor(chat, text) {
    this.chat = chat;
    this.log = new Log(chat);
    this.composer = new Composer(chat, text);
    this.menu = menu(chat, () => this.#items());
    this.noticed = h('div', {class: 'notice', role: 'alert'});
    this.status = h('div', {class: 'status', role: 'status'});
    const role = chat.page ? null : 'dialog';
    const close = !chat.page && iconButton('close', chat.say('close'), () => chat.close());
    this.panel = h(
      'div',
      {class: 'panel', role, 'aria-labelledby': role && 'title', keydown: (event) => this.#key(event)},
      h('div', {class: 'header'}, this.#face(), this.menu.button, close),
      this.menu.list,
      this.status,
      this.log.node,
      this.noticed,
      this.composer.node,
    );
    this.sheet = sheetIn(this.panel, chat);
    this.badge = h('span', {class: 'badge'});
    this.launcher =
      !chat.page && h('button', {class: 'launcher', 'aria-expanded': 'false', click: () => chat.toggle()}, icon('talk'), icon('close'), this.badge);
    this.node = h(
      'div',
      {class: 'root ' + (chat.page ? 'page' : 'float'), role: 'region', 'aria-label': chat.title, dir: chat.texts.direction, lang: chat.language},
      this.panel,
      this.launcher,
    );
    if (chat.config.files) this.#dropZone();
  }

  #face() {
    const {title, subtitle, avatar} = this.chat.config;
    const picture = avatar && media(avatar, this.chat.base);
    const image = picture && h('img', {class: 'avatar', src: picture, alt: '', error: () => image.remove()});
    return [
      image || h('span', {class: 'avatar', 'aria-hidden': 'true'}, icon('talk')),
      h('div', {class: 'names'}, h('h2', {id: 'title', dir: 'auto'}, title ?? this.chat.title), subtitle && h('p', {dir: 'auto'}, subtitle)),
    ];
  }

  #items() {
    const {chat} = this;
    const {config} = chat;
    const languages = config.languages?.length > 1 ? config.languages : [];
    return [
      config.rating && {text: chat.say('end'), run: () => rating(chat, this.sheet.open)},
      {text: chat.say('restart'), run: () => chat.restart()},
      ...languages.map((code) => ({text: ownName(code), lang: code, role: 'menuitemradio', checked: code === chat.language, run: () => chat.setLanguage(code)})),
      config.speech && canRead() && {text: chat.say('listen'), role: 'menuitemcheckbox', checked: chat.aloud, run: () => chat.readAloud(!chat.aloud)},
      {text: chat.say('transcript'), run: () => downloadTranscript(this.log.node)},
      config.delete && {text: chat.say('delete'), run: () => erasing(chat, this.sheet.open)},
    ].filter(Boolean);
  }

  #key(event) {
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopPropagation();
      if (!this.sheet.close() && !this.menu.close()) this.chat.close();
    }
    // On a phone the panel hides the page, so the focus must not go behind it.
    if (event.key !== 'Tab' || this.chat.page || !matchMedia(phone).matches) return;
    const all = [...this.panel.querySelectorAll(focusable)].filter((node) => node.getClientRects().length && !node.disabled && !node.closest('[inert]') && node.tabIndex >= 0);
    const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    if (event.target !== from) return;
    event.preventDefault();
    to.focus();
  }

  #dropZone() {
    const {panel} = this;
    panel.dataset.drop = this.chat.say('attach');
    const over = (event, on) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      panel.classList.toggle('over', on);
    };
    panel.addEventListener('dragover', (event) => over(event, true));
    panel.addEventListener('dragleave', (event) => over(event, panel.contains(event.relatedTarget)));
    panel.addEventListener('drop', (event) => {
      over(event, false);
      if (event.dataTransfer?.files.length) this.composer.uploads.add(event.dataTransfer.files);
    });
  }

  /** Shows what is so now. */
  sync({open, unread, trouble}) {
    const {chat, launcher} = this;
    this.log.sync(chat.conversation.timeline);
    this.panel.hidden = !open;
    if (this.status.textContent !== trouble) this.status.textContent = trouble;
    if (!launcher) return;
    this.node.classList.toggle('open', open);
    launcher.setAttribute('aria-expanded', String(open));
    const name = [chat.say(open ? 'close' : 'open'), unread && chat.say('unread', {n: unread})].filter(Boolean).join(', ');
    launcher.setAttribute('aria-label', name);
    this.badge.textContent = unread || '';
  }

  notice(text) {
    this.noticed.textContent = text;
  }
}

function ownName(code) {
  try {
    const name = new Intl.DisplayNames(code, {type: 'language'}).of(code);
    return name[0].toLocaleUpperCase(code) + name.slice(1);
  } catch {
    return code;
  }
}

// Where the user writes: text, files, the voice.
import {form, h, iconButton} from '../dom.js';
import {dictation} from '../speech.js';
import {Uploads} from './uploads.js';

export class Composer {
  constructor(chat, text = '') {
    const uploads = (this.uploads = new Uploads(chat, () => this.#changed()));
    const {files, speech} = chat.config;
    const grow = () => {
      // An empty field has no direction of its own; its placeholder follows the language.
      this.field.dir = this.field.value && 'auto';
      this.field.style.height = 'auto';
      this.field.style.height = this.field.scrollHeight + 'px';
    };
    this.chat = chat;
    this.field = h('textarea', {
      rows: 1,
      maxlength: 10000,
      placeholder: chat.say('write'),
      'aria-label': chat.say('write'),
      input: () => {
        grow();
        this.#changed();
      },
      keydown: (event) => this.#key(event),
      paste: (event) => {
        if (!files || !event.clipboardData.files.length) return;
        event.preventDefault();
        uploads.add(event.clipboardData.files);
      },
    });
    this.field.value = text;
    const picker = h('input', {
      type: 'file',
      multiple: true,
      hidden: true,
      accept: files?.types?.join(),
      change: () => {
        uploads.add(picker.files);
        picker.value = '';
      },
    });
    this.button = iconButton('send', chat.say('send'), null, {type: 'submit', class: 'icon primary'});
    this.node = form(
      'composer',
      () => this.#send(),
      uploads.node,
      h(
        'div',
        {class: 'row'},
        files && [picker, iconButton('clip', chat.say('attach'), () => picker.click())],
        this.field,
        speech && dictation(chat, this.field, grow),
        this.button,
      ),
    );
    this.#changed();
  }

  #key(event) {
    // Enter also ends the composition of an input method; that one is not for us.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#send();
  }

  #changed() {
    this.button.setAttribute('aria-disabled', String(!this.#ready()));
  }

  #ready() {
    return (this.field.value.trim() || this.uploads.done.length) && !this.uploads.busy;
  }

  #send() {
    if (!this.#ready()) return;
    const files = this.uploads.take();
    const text = this.field.value.trim();
    this.field.value = '';
    this.field.dispatchEvent(new Event('input'));
    this.chat.notice('');
    this.chat.send(text, {files});
  }
}

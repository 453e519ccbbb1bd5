// Thumbs up and down under an answer, with a comment for who wants to say more.
import {form, h, iconButton, submitButton} from '../dom.js';

/** Gives {node, update(feedback)}. */
export function thumbs(message, chat) {
  const node = h('span', {class: 'thumbs', role: 'group'});
  const note = h('span', {class: 'note', role: 'status'});
  let value = null;
  const press = (pressed) => {
    value = value === pressed ? null : pressed;
    chat.rate({message: message(), value});
    asked?.remove();
    if (value) ask();
  };
  let asked = null;
  const ask = () => {
    const input = h('input', {maxlength: 1000, placeholder: chat.say('comment'), 'aria-label': chat.say('comment')});
    const done = () => {
      if (input.value.trim()) chat.rate({message: message(), value, comment: input.value.trim()});
      asked.remove();
      note.textContent = chat.say('thanks');
      buttons[0].focus();
    };
    asked = form('comment', done, input, submitButton(chat.say('send')));
    node.after(asked);
  };
  const buttons = ['up', 'down'].map((name) => iconButton(name, chat.say(name), () => press(name), {'aria-pressed': 'false'}));
  node.append(...buttons, note);
  const update = (feedback) => {
    value = feedback?.value ?? null;
    buttons.forEach((button, at) => button.setAttribute('aria-pressed', String(value === ['up', 'down'][at])));
  };
  return {node, update};
}

// What covers the conversation for a moment: the rating at the end, and the question before erasing.
import {form, h, submitButton} from '../dom.js';

export function rating(chat, sheet) {
  const name = 'stars';
  const stars = [1, 2, 3, 4, 5].map((n) =>
    h('label', null, h('input', {type: 'radio', name, value: n, required: true, 'aria-label': n + '/5'}), h('span', {'aria-hidden': 'true'}, '★')),
  );
  const comment = h('textarea', {rows: 2, maxlength: 1000, placeholder: chat.say('comment'), 'aria-label': chat.say('comment')});
  return sheet(chat.say('rate'), [h('div', {class: 'stars', role: 'radiogroup', 'aria-label': chat.say('rate')}, stars), comment], chat.say('send'), (answer) => {
    chat.rate({rating: Number(new FormData(answer).get(name)), comment: comment.value.trim() || null});
    chat.notice(chat.say('thanks'));
  });
}

export const erasing = (chat, sheet) =>
  sheet(chat.say('delete'), [h('p', null, chat.say('sure'))], chat.say('delete'), async () => {
    try {
      await chat.conversation.erase();
    } catch (error) {
      chat.notice(error.message || chat.say('failed'));
      chat.failed(error);
    }
  });

/** A form over the conversation; everything else rests until it is answered. */
export function sheetIn(panel, chat) {
  let current = null;
  const close = () => {
    if (!current) return false;
    current.remove();
    current = null;
    for (const child of panel.children) child.inert = false;
    chat.focus();
    return true;
  };
  const open = (title, content, action, run) => {
    const question = form(
      'sheet',
      (answer) => {
        close();
        run(answer);
      },
      h('h2', {id: 'sheet'}, title),
      content,
      h('div', {class: 'buttons'}, h('button', {class: 'choice', click: close}, chat.say('cancel')), submitButton(action, ' primary')),
    );
    for (const child of panel.children) child.inert = true;
    current = h('div', {class: 'cover', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'sheet'}, question);
    panel.append(current);
    question.querySelector('input, button').focus();
  };
  return {open, close};
}

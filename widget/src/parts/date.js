// A date, chosen in the browser's own picker.
import {form, h, submitButton} from '../dom.js';
import {label} from '../links.js';

export function datePicker({payload, min, max, title}, chat) {
  const text = label(title) || chat.say('date');
  const input = h('input', {type: 'date', required: true, min, max, 'aria-label': text});
  const chosen = () => {
    const shown = new Date(input.value + 'T12:00').toLocaleDateString(chat.language, {dateStyle: 'long'});
    chat.send(payload ? String(payload).replaceAll('{date}', input.value) : input.value, {title: shown});
  };
  return form('date', chosen, input, submitButton(chat.say('send')));
}

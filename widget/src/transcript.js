// The conversation as a text file: what is on the screen, as words.
import {h} from './dom.js';

export function downloadTranscript(log) {
  const text = [...log.querySelectorAll('.msg, .divider')].map(told).join('\n\n') + '\n';
  const href = URL.createObjectURL(new Blob([text], {type: 'text/plain;charset=utf-8'}));
  h('a', {href, download: `chat-${new Date().toISOString().slice(0, 10)}.txt`}).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}

function told(message) {
  const time = message.querySelector('time')?.dateTime;
  const parts = [...message.children].filter((part) => part.className !== 'meta').map((part) => part.innerText.trim());
  return (time ? `[${time}] ` : '') + parts.join('\n').replace('\n', ' ').replace(/\n+/g, '\n');
}

// Dictating and reading aloud, where the browser can and the server allows it.
import {iconButton} from './dom.js';

/** A button that writes what is said into the field, or null. */
export function dictation(chat, field, grow) {
  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  if (!Recognition) return null;
  let running = null;
  const end = () => {
    running = null;
    button.setAttribute('aria-pressed', 'false');
  };
  const toggle = () => {
    if (running) return running.stop();
    running = new Recognition();
    running.lang = chat.language;
    running.onresult = ({results}) => {
      field.value = [field.value, ...[...results].map((result) => result[0].transcript)].filter(Boolean).join(' ');
      field.dispatchEvent(new Event('input'));
      grow();
    };
    running.onend = running.onerror = end;
    button.setAttribute('aria-pressed', 'true');
    running.start();
  };
  const button = iconButton('mic', chat.say('speak'), toggle, {'aria-pressed': 'false'});
  return button;
}

export const canRead = () => 'speechSynthesis' in window;

/** Reads a text aloud, its marks left out. */
export function read(text, language) {
  if (!text) return;
  const words = new SpeechSynthesisUtterance(text.replace(/[*_`#>|[]|\]\([^)]*\)/g, ''));
  words.lang = language;
  speechSynthesis.speak(words);
}

// What the widget says, in the reader's language; a page may override any text.
import ar from './texts/ar.json';
import de from './texts/de.json';
import en, {keys} from './texts/en.json';
import es from './texts/es.json';
import fr from './texts/fr.json';
import it from './texts/it.json';

const names = keys.split(' ');
const shipped = {ar, de, en, es, fr, it};

export class Texts {
  language = 'en';
  #own = {};

  /** The text of a key, its {placeholders} filled. */
  say(key, values = {}) {
    const base = this.language.split('-')[0];
    const text =
      this.#own[this.language]?.[key] ??
      this.#own[base]?.[key] ??
      this.#own['']?.[key] ??
      (shipped[base] ?? en).split('|')[names.indexOf(key)];
    return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  }

  /** Texts for one language, or for all. */
  override(texts, language = '') {
    this.#own[language] = {...this.#own[language], ...texts};
  }

  get direction() {
    return /^(ar|fa|he|ur|yi|ps|dv|ckb)\b/.test(this.language) ? 'rtl' : 'ltr';
  }
}

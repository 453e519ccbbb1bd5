// Which addresses may be opened or shown, and how a label is kept from lying about them.

/** An absolute address of an allowed scheme, or null. Relative ones belong to the server. */
export function safe(address, base, schemes = /^(https?|mailto|tel):$/) {
  try {
    const url = new URL(String(address), base);
    return schemes.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** What may be loaded as a picture or a sound: http(s), and pictures as data. */
export const media = (address, base) =>
  /^data:image\/(png|jpeg|gif|webp);base64,/.test(address) ? address : safe(address, base, /^https?:$/);

/** A label without the characters that turn the direction of what follows, or hide. */
export const label = (text) => String(text ?? '').replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');

export const opened = {target: '_blank', rel: 'noopener noreferrer'};

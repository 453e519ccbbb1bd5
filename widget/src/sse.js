// Reads text/event-stream as the HTML standard says, from text that comes in any pieces.

/** Gives a function to feed with text; it calls `event({name, id, data})` for every whole event. */
export function parser(event) {
  let rest = '';
  let name = '';
  let id = '';
  let data = [];
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (let line of lines) {
      line = line.replace(/\r$/, '');
      if (!line) {
        if (data.length) event({name: name || 'message', id, data: data.join('\n')});
        name = id = '';
        data = [];
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'event') name = value;
      else if (field === 'id') id = value;
      else if (field === 'data') data.push(value);
    }
  };
}

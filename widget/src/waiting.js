// Waiting between two tries: longer each time, never at the same moment as everybody else.

const longest = 30;

/** Seconds before the next try: what the server asked for, or a doubling time with jitter. */
export const backOff = (tries, asked = 0) => Math.max(asked, Math.min(longest, 0.5 * 2 ** tries) * (0.5 + Math.random() / 2));

/** A wait that can be ended early. */
export class Wait {
  #end = null;

  for(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  end() {
    this.#end?.();
  }
}

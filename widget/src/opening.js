// When the widget opens by itself: after a time, on some pages. Never again once it was closed.

export function openByRule(host, open, signal) {
  const after = host.getAttribute('open-after');
  const on = host.getAttribute('open-on');
  if (after == null && on == null) return;
  let timer;
  const check = () => {
    clearTimeout(timer);
    if (on == null || matches(on)) timer = setTimeout(open, (parseFloat(after) || 0) * 1000);
  };
  if (on != null) window.navigation?.addEventListener('currententrychange', check, {signal});
  signal.addEventListener('abort', () => clearTimeout(timer));
  check();
}

/** Patterns with `*`, separated by spaces, for the path or the whole address. */
const matches = (patterns) =>
  patterns.split(/\s+/).some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    const whole = new RegExp(`^${parts.join('.*')}$`);
    return pattern && [location.pathname, location.pathname + location.search, location.href].some((place) => whole.test(place));
  });

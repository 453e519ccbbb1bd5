// The number of unread answers before the page's title.

export function showInTitle(count) {
  const bare = document.title.replace(/^\(\d+\) /, '');
  const title = count ? `(${count}) ${bare}` : bare;
  if (title !== document.title) document.title = title;
}

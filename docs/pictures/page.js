// Draws each of `cards`, light or dark, and writes the height of all into the page: see draw.
host.learn();
for (const json of cards) {
  const [frame, card] = host.draw(json, dark ? 'dark' : 'light');
  document.querySelector('main').append(frame);
  card.render(frame);
  host.finish(frame);
}
addEventListener('load', () => { document.documentElement.dataset.height = Math.ceil(document.querySelector('main').getBoundingClientRect().height); });

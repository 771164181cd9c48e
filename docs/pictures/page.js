// Draws each of `cards`, light or dark, and writes the height of all into the page: see draw.
const style = (back, text, subtle, warning, attention) => ({
  backgroundColor: back,
  foregroundColors: Object.fromEntries(Object.entries({ default: text, dark: text, light: text, accent: '#7f85f5', good: '#237b4b', warning, attention })
    .map(([name, colour]) => [name, { default: colour, subtle: name === 'default' ? subtle : colour }])),
});
const [card, strip] = dark
  ? [style('#292929', '#ffffff', '#adadad', '#fce100', '#e37d80'), style('#333333', '#ffffff', '#adadad', '#fce100', '#e37d80')]
  : [style('#ffffff', '#242424', '#616161', '#835c00', '#c4314b'), style('#f5f5f5', '#242424', '#616161', '#835c00', '#c4314b')];
const host = new AdaptiveCards.HostConfig({
  supportsInteractivity: true,
  fontFamily: '"Segoe UI", "Noto Sans CJK TC", "Noto Sans TC", "Noto Color Emoji", sans-serif',
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 200, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  imageSizes: { small: 32, medium: 52, large: 100 },
  spacing: { small: 8, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 8 },
  separator: { lineThickness: 1, lineColor: dark ? '#525252' : '#e1e1e1' },
  actions: { maxActions: 6, buttonSpacing: 8, actionsOrientation: 'horizontal', actionAlignment: 'left', spacing: 'medium' },
  factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 150 }, value: { wrap: true }, spacing: 16 },
  containerStyles: { default: card, emphasis: strip },
});
// As much of Markdown as the cards use.
const plain = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  const kept = [];
  const lines = plain(text).replace(/\\(.)/g, (_, letter) => `\u0001${kept.push(letter) - 1}\u0002`)
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>').replace(/\[([^\]]+)\]\([^)]+\)/g, '<a href="#">$1</a>')
    .replace(/\n+/g, '<br>').replace(/\u0001(\d+)\u0002/g, (_, at) => kept[at]);
  result.outputHtml = `<p>${lines}</p>`;
  result.didProcess = true;
};
document.documentElement.className = dark ? 'dark' : '';
for (const json of cards) {
  const frame = document.createElement('section');
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = host;
  drawn.parse(json);
  document.querySelector('main').append(frame);
  drawn.render(frame);
}
// Teams has pickers of its own; the browser's would speak the language of whoever draws.
for (const [type, form] of [['date', 'yyyy/mm/dd'], ['time', 'hh:mm']])
  for (const input of document.querySelectorAll(`input[type=${type}]`)) [input.type, input.placeholder] = ['text', form];
addEventListener('load', () => { document.documentElement.dataset.height = Math.ceil(document.querySelector('main').getBoundingClientRect().height); });

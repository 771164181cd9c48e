// How Teams would draw a card, for Microsoft's renderer: its sizes and its colours in three shades, as much of Markdown as the cards use, and the elements newer than the renderer.
const host = (() => {
  const family = '"Segoe UI", "Noto Sans CJK TC", "Noto Sans TC", "Noto Color Emoji", sans-serif';
  // Text, subtle text, then by meaning; then what stands behind: the card, and the styles of containers.
  const shades = {
    light: {
      text: '#242424', subtle: '#616161', accent: '#5b5fc7', good: '#237b4b', warning: '#835c00', attention: '#c4314b', line: '#e1e1e1',
      back: { default: '#ffffff', emphasis: '#f5f5f5', accent: '#e8ebfa', good: '#e7f2da', warning: '#fbf6d9', attention: '#fcf4f6' },
    },
    dark: {
      text: '#ffffff', subtle: '#adadad', accent: '#9ea2ff', good: '#92c353', warning: '#f8d22a', attention: '#f9526b', line: '#525252',
      back: { default: '#292929', emphasis: '#383838', accent: '#34355c', good: '#1f3a16', warning: '#463100', attention: '#4a1f27' },
    },
    contrast: {
      text: '#ffffff', subtle: '#ffffff', accent: '#ffff01', good: '#3ff23f', warning: '#ffff01', attention: '#ff6d6d', line: '#ffffff',
      back: { default: '#000000', emphasis: '#000000', accent: '#000000', good: '#000000', warning: '#000000', attention: '#000000' },
    },
  };
  const style = (shade, back) => ({
    backgroundColor: shade.back[back],
    foregroundColors: Object.fromEntries(['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'].map(name => {
      const colour = shade[name] ?? shade.text;
      return [name, { default: colour, subtle: shade[name] ? colour : shade.subtle }];
    })),
  });
  const config = shade => new AdaptiveCards.HostConfig({
    supportsInteractivity: true,
    fontFamily: family,
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    imageSizes: { small: 32, medium: 52, large: 100 },
    spacing: { small: 8, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 8 },
    separator: { lineThickness: 1, lineColor: shade.line },
    actions: { maxActions: 6, buttonSpacing: 8, actionsOrientation: 'horizontal', actionAlignment: 'left', spacing: 'medium' },
    factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 150 }, value: { wrap: true }, spacing: 16 },
    containerStyles: Object.fromEntries(Object.keys(shade.back).map(name => [name, style(shade, name)])),
  });
  const plain = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    const kept = [];
    const lines = plain(text).replace(/\\(.)/g, (_, letter) => `\u0001${kept.push(letter) - 1}\u0002`)
      .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>').replace(/\[([^\]]+)\]\([^)]+\)/g, '<a href="#">$1</a>')
      .replace(/\n+/g, '<br>').replace(/\u0001(\d+)\u0002/g, (_, at) => kept[at]);
    result.outputHtml = `<p>${lines}</p>`;
    result.didProcess = true;
  };

  // Elements that Teams draws and the renderer does not know, drawn alike.
  const newer = (type, draw) => class extends AdaptiveCards.CardElement {
    getJsonTypeName() { return type; }
    internalParse(source, context) { this.source = source; super.internalParse(source, context); }
    internalRender() { return draw(this.source); }
  };
  const made = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text ?? '' });
  const learn = () => {
    AdaptiveCards.GlobalRegistry.elements.register('Badge', newer('Badge', badge => {
      const row = document.createElement('div');
      row.append(made('span', `badge ${(badge.style ?? 'Default').toLowerCase()} ${(badge.shape ?? 'Square').toLowerCase()} ${(badge.size ?? 'Medium').toLowerCase()}`, badge.text));
      return row;
    }));
    AdaptiveCards.GlobalRegistry.elements.register('ProgressBar', newer('ProgressBar', bar => {
      const track = made('div', 'bar');
      const done = made('div', (bar.color ?? 'Accent').toLowerCase());
      done.style.width = `${100 * bar.value / (bar.max ?? 100)}%`;
      track.append(done);
      return track;
    }));
  };
  const draw = (card, shade) => {
    const frame = document.createElement('section');
    const drawn = new AdaptiveCards.AdaptiveCard();
    drawn.hostConfig = config(shades[shade]);
    drawn.parse(card);
    document.documentElement.className = shade;
    return [frame, drawn];
  };
  // Teams has pickers of its own; the browser's would speak the language of whoever draws.
  const finish = frame => {
    for (const [type, form] of [['date', 'yyyy/mm/dd'], ['time', 'hh:mm']])
      for (const input of frame.querySelectorAll(`input[type=${type}]`)) [input.type, input.placeholder] = ['text', form];
  };
  const show = async (card, shade, width) => {
    document.body.replaceChildren();
    const [frame, drawn] = draw(card, shade);
    frame.style.cssText = `width:${width}px;margin:20px`;
    document.body.append(frame);
    drawn.render(frame);
    finish(frame);
    await Promise.all([...document.images].map(image => image.decode().catch(() => null)));
    const box = frame.getBoundingClientRect();
    const buttons = card.actions?.length ? [...frame.querySelectorAll('.ac-actionSet')].at(-1) : null;
    return {
      clip: { x: box.x - 20, y: box.y - 20, width: box.width + 40, height: box.height + 40 },
      wide: [...frame.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > box.right - 8).map(one => one.className || one.tagName).slice(0, 3),
      body: Math.round((buttons ? buttons.getBoundingClientRect().top : box.bottom) - box.top),
    };
  };
  return { learn, draw, finish, show };
})();

// Parses and draws each card of `cards` at the width given, and writes into the page what the renderer objects to and what stands out to the right.
const elements = node => (node && typeof node === 'object' ? [node, ...Object.values(node).flatMap(elements)] : []);
const read = (cards, width) => {
  const found = {};
  for (const [name, json] of Object.entries(cards)) {
    const card = new AdaptiveCards.AdaptiveCard();
    // Teams shows six buttons, and breaks them into lines; what is left to its renderer alone here would set them in one.
    card.hostConfig = new AdaptiveCards.HostConfig({ supportsInteractivity: true, actions: { maxActions: 6, actionsOrientation: 'vertical' } });
    // The renderer's own expression for languages remembers where it stopped; one that it does not like sets it back.
    new AdaptiveCards.AdaptiveCard().parse({ type: 'AdaptiveCard', version: '1.5', lang: '!', body: [] });
    const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
    card.parse(json, context);
    const events = [];
    for (let i = 0; i < context.eventCount; i++) events.push(context.getEventAt(i));
    events.push(...card.validateProperties().validationEvents);
    // Teams asks for choices.data whatever the version (the example in its documentation is of 1.2). A renderer that goes by the version passes over it and draws the list that is there.
    const searched = e => e.message.startsWith('Property "choices.data" is supported in version 1.6');
    // Elements that Teams draws and schema 1.5 does not know: passed over where each of them says what is drawn in its place.
    const newer = ['Badge', 'ProgressBar'].filter(type => {
      const all = elements(json).filter(one => one.type === type);
      return all.length > 0 && all.every(one => one.fallback === 'drop' || typeof one.fallback === 'object');
    });
    const known = e => !searched(e) && !newer.some(type => e.message.startsWith(`Unknown element type "${type}". Fallback will be used`));

    const frame = document.createElement('section');
    frame.style.cssText = `width:${width}px;position:relative;overflow:hidden`;
    document.body.append(frame);
    card.render(frame);
    const edge = frame.getBoundingClientRect().right + 1;
    const drawn = [...frame.querySelectorAll('*')];
    found[name] = {
      events: events.filter(known).map(e => `${AdaptiveCards.ValidationEvent[e.event] ?? e.event}: ${e.message}`),
      wide: drawn.filter(e => e.getBoundingClientRect().right > edge).map(e => `${e.className} ${e.textContent.slice(0, 40)}`),
      drawn: drawn.length,
      // As high as all above the buttons is.
      body: Math.round(([...frame.querySelectorAll('.ac-actionSet')].at(-1) ?? frame).getBoundingClientRect()[json.actions ? 'top' : 'bottom'] - frame.getBoundingClientRect().top),
    };
    frame.remove();
  }
  const result = document.createElement('pre');
  result.id = 'result';
  result.textContent = JSON.stringify(found);
  document.body.append(result);
};

/** Looks in a drawing for texts that meet other texts or lines, or leave what is around them, and lines behind boxes. */
export function collisionsIn(drawing: string): string {
  return `(() => {
  const svg = document.querySelector(${JSON.stringify(drawing)});
  const found = [];
  const inside = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 3 || b.bottom <= a.top + 3;
  const texts = [...svg.querySelectorAll('text')].map((one) => [one, one.getBoundingClientRect()]);
  if (texts.length === 0) found.push('there is no text');
  for (const [index, [text, area]] of texts.entries()) {
    const frame = text.parentElement.querySelector(':scope > rect.box, :scope > rect.outside') || svg;
    if (!inside(area, frame.getBoundingClientRect())) found.push(text.textContent + ' leaves its box');
    for (const [other, there] of texts.slice(index + 1))
      if (!apart(area, there)) found.push(text.textContent + ' lies on ' + other.textContent);
    for (const lane of svg.querySelectorAll('.line'))
      if (!apart(area, lane.getBoundingClientRect())) found.push(text.textContent + ' lies on a line');
  }
  for (const box of svg.querySelectorAll('rect.box, rect.outside')) {
    const there = box.getBoundingClientRect();
    for (const [text, area] of texts)
      if (text.matches('.stage, .soft') && text.parentElement === svg && !apart(area, there)) found.push(text.textContent + ' lies on a box');
    for (const lane of svg.querySelectorAll('.line'))
      if (lane.getBoundingClientRect().left < there.right - 1) found.push('a line runs through a box');
  }
  return found;
})()`;
}

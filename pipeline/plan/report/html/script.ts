/** Filters changes by word and risk, opens what a link leads to, and says how many are left. Without it all are shown. */
export const script = `
for (const form of document.querySelectorAll('form.filter')) {
  const environment = form.closest('section.environment');
  const changes = [...environment.querySelectorAll('.change')];
  const told = form.querySelector('output');
  const apply = () => {
    const words = form.elements.words.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const risks = [...form.querySelectorAll('input[name=risk]:checked')].map((box) => box.value);
    const onlyOpen = form.elements.open.checked;
    let shown = 0;
    for (const change of changes) {
      const fits = risks.includes(change.dataset.risk) && (!onlyOpen || change.dataset.open === 'true') &&
        words.every((word) => change.dataset.words.includes(word));
      change.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const component of environment.querySelectorAll('.component')) {
      component.hidden = !component.querySelector('.change:not([hidden])');
    }
    told.textContent = shown + ' of ' + changes.length + ' shown';
  };
  form.hidden = false;
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  apply();
}
const open = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const first = target && (target.matches('.change') ? target : target.querySelector('.change:not([hidden])'));
  if (first) first.open = true;
};
addEventListener('hashchange', open);
open();
`;

/*
 * Templates of alerts. Sources: Prometheus 3.5, `template/template.go`; Go's `text/template` (keywords and built-in functions).
 */

const keywords = 'if else end range break continue with template block define nil true false';
const builtIn = 'and call html index slice js len not or print printf println urlquery eq ge gt le lt ne';
const prometheus = [
  'args externalURL first graphLink humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp',
  'label match now parseDuration pathPrefix query reReplaceAll safeHtml sortByLabel stripDomain stripPort strvalue',
  'tableLink title toDuration toLower toTime toUpper urlQueryEscape value',
].join(' ');
const known = new Set(`${keywords} ${builtIn} ${prometheus}`.split(' '));

/** Functions that the actions of a template call and nobody has; fields, variables and texts are no calls. */
export function unknownFunctions(text: string): string[] {
  const actions = [...text.matchAll(/\{\{-?(.*?)-?\}\}/gs)].map(([, action = '']) => action);
  const names = actions.flatMap((action) => {
    const bare = action.replace(/\/\*.*?\*\//gs, ' ').replace(/"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*'/g, ' ');
    return [...bare.matchAll(/(?<![\w.$])[a-zA-Z_]\w*/g)].map(([name]) => name);
  });
  return [...new Set(names)].filter((name) => !known.has(name));
}

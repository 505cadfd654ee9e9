import { errorsIn, type Problem } from '../../pipeline/problem';

/** Problems as the XML of JUnit: a suite for each file, a failure for each error; warnings count as skipped. */
export function junitReport(problems: readonly Problem[]): string {
  const files = [...new Set(problems.map(({ file }) => file))];
  const failures = errorsIn(problems).length;
  const suites =
    files.length > 0
      ? files.flatMap((file) =>
          suite(
            file,
            problems.filter((problem) => problem.file === file),
          ),
        )
      : ['  <testsuite name="check" tests="1" failures="0">', '    <testcase name="no problem"/>', '  </testsuite>'];
  return [
    `<testsuites name="bkg-deploy check" tests="${Math.max(1, problems.length)}" failures="${failures}">`,
    ...suites,
    '</testsuites>',
  ].join('\n');
}

function suite(file: string, problems: readonly Problem[]): string[] {
  const counts = `tests="${problems.length}" failures="${errorsIn(problems).length}"`;
  return [`  <testsuite name="${text(file)}" ${counts}>`, ...problems.flatMap(testCase), '  </testsuite>'];
}

function testCase({ rule, severity, file, line, object, path, message }: Problem): string[] {
  const about = object ? `${object.kind} ${object.name} ` : '';
  const name = text(`${about}${path} [${rule}] line ${line}`);
  const what = text(message);
  return [
    `    <testcase classname="${text(file)}" name="${name}">`,
    severity === 'error'
      ? `      <failure type="${text(rule)}" message="${what}">${text(file)}:${line}</failure>`
      : `      <skipped message="${what}"/>`,
    '    </testcase>',
  ];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Without what XML 1.0 cannot say. */
function text(value: string): string {
  return value
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

import { createGenerator } from 'ts-json-schema-generator';

/** What is printed as JSON, by command: the type of it and the file that holds the type. */
const outputs = {
  check: ['CheckReport', 'commands/report/json.ts'],
  plan: ['PlanReport', 'pipeline/plan/report/json.ts'],
  verify: ['VerifyReport', 'commands/report/verify.ts'],
  'verify --release': ['ReleaseReport', 'commands/report/verify-release.ts'],
  graph: ['Picture', 'pipeline/picture/model.ts'],
} as const;

/** Path → text of the JSON Schema of everything that commands print as JSON, from the types of what they print. */
export function outputSchemas(root: string): [file: string, text: string][] {
  const generator = createGenerator({
    // One program for all, because reading the sources takes most of the time.
    path: `${root}/{${Object.values(outputs)
      .map(([, file]) => file)
      .join(',')}}`,
    tsconfig: `${root}/tsconfig.json`,
    expose: 'none',
    jsDoc: 'extended',
    topRef: false,
    skipTypeCheck: true,
    additionalProperties: false,
  });
  return Object.entries(outputs).map(([command, [type]]) => {
    const { $schema, ...schema } = generator.createSchema(type);
    const title = `bkg-deploy ${command} --format json`;
    // Everything is written where it is used.
    const titled = { $schema, title, ...schema, definitions: undefined };
    return [`docs/schemas/${command.replace(' --', '-')}.json`, `${JSON.stringify(titled, null, 2)}\n`];
  });
}

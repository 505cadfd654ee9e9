import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** What may stand behind a type name in the packages we read. */
export type DeclarationNode = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.EnumDeclaration;

/** A type declaration and the place it was found; `id` is the same on every machine. */
export interface Declaration {
  readonly id: string;
  readonly name: string;
  readonly module: SourceModule;
  readonly node: DeclarationNode | undefined;
}

/** One parsed file. `name` is its path without extension, seen from node_modules or from the repository. */
export interface SourceModule {
  readonly name: string;
  readonly declarations: ReadonlyMap<string, DeclarationNode>;
  /** local name → where it comes from */
  readonly imports: ReadonlyMap<string, { module: string; name: string }>;
  /** exported name → local name, only where they differ */
  readonly aliases: ReadonlyMap<string, string>;
}

/** Reads declarations with the TypeScript parser alone: no program, no checker, hence a second instead of a minute. */
export class Sources {
  private readonly modules = new Map<string, SourceModule>();

  constructor(private readonly root: string) {}

  /** Parses a module once. */
  load(name: string): SourceModule {
    const known = this.modules.get(name);
    if (known) return known;
    const file = this.fileOf(name);
    const loaded = readModule(
      name,
      ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true),
    );
    this.modules.set(name, loaded);
    return loaded;
  }

  /** Follows imports and renaming exports to the declaration behind a name. */
  resolve(module: SourceModule, name: string): Declaration {
    const local = module.aliases.get(name) ?? name;
    const imported = module.imports.get(local);
    if (imported) return this.resolve(this.load(imported.module), imported.name);
    return { id: `${module.name}#${local}`, name: local, module, node: module.declarations.get(local) };
  }

  private fileOf(name: string): string {
    const candidates = [`node_modules/${name}.d.ts`, `node_modules/${name}/index.d.ts`, `${name}.ts`];
    const found = candidates.map((file) => path.join(this.root, file)).find((file) => existsSync(file));
    if (!found) throw new Error(`no declarations for "${name}"; run npm ci`);
    return found;
  }
}

function readModule(name: string, file: ts.SourceFile): SourceModule {
  const declarations = new Map<string, DeclarationNode>();
  const imports = new Map<string, { module: string; name: string }>();
  const aliases = new Map<string, string>();
  for (const statement of file.statements) {
    if (
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isEnumDeclaration(statement)
    ) {
      declarations.set(statement.name.text, statement);
    } else if (ts.isImportDeclaration(statement)) {
      for (const [local, target] of importsOf(name, statement)) imports.set(local, target);
    } else if (ts.isExportDeclaration(statement)) {
      for (const [exported, local] of aliasesOf(statement)) aliases.set(exported, local);
    }
  }
  return { name, declarations, imports, aliases };
}

function* importsOf(
  from: string,
  statement: ts.ImportDeclaration,
): Iterable<[string, { module: string; name: string }]> {
  const specifier = (statement.moduleSpecifier as ts.StringLiteral).text.replace(/\.js$/, '');
  const module = specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : specifier;
  const bindings = statement.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return;
  for (const element of bindings.elements) {
    yield [element.name.text, { module, name: (element.propertyName ?? element.name).text }];
  }
}

function* aliasesOf(statement: ts.ExportDeclaration): Iterable<[string, string]> {
  if (!statement.exportClause || !ts.isNamedExports(statement.exportClause)) return;
  for (const element of statement.exportClause.elements) {
    if (element.propertyName) yield [element.name.text, element.propertyName.text];
  }
}

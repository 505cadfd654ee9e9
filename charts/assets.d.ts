/** Files that a chart ships as they are: imported as text by the bundler and by the tests. */
declare module '*.sql' {
  const text: string;
  export default text;
}

declare module '*.pl' {
  const text: string;
  export default text;
}

declare module '*.py' {
  const text: string;
  export default text;
}

declare module '*.sh' {
  const text: string;
  export default text;
}

declare module '*.tsv' {
  const text: string;
  export default text;
}

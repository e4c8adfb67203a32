/**
 * Splits a text at colons into commands, and each command into words, as a shell would. White space separates words.
 * Text in `'…'` is literal. Outside quotes, a backslash makes the next character literal. In `"…"` it does so only
 * before the characters that are special there in a shell: `"`, `\`, `$` and the backtick. Nothing else is special. A
 * colon before `//` is part of a URL. A quote that is not closed extends to the end.
 */
export function splitCommands(text: string): string[][] {
  const commands: string[][] = [[]]
  for (const [part] of text.matchAll(
    /:(?!\/\/)|\s+|(?:'[^']*'?|"(?:\\.|[^"\\])*"?|\\.|:(?=\/\/)|[^\s:'"\\]|\\$)+/gs,
  )) {
    if (part === ':') commands.push([])
    else if (part.trim() !== '') commands.at(-1)?.push(unquote(part))
  }
  return commands.filter((words) => words.length > 0)
}

function unquote(word: string): string {
  return word.replace(
    /'([^']*)'?|"((?:\\.|[^"\\])*)"?|\\(.)/gs,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
  )
}

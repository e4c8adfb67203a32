/**
 * Splits a text at colons into commands, and each command into words, as a shell would. A colon before `//` belongs to
 * a URL. In `"…"` a backslash is special only before `"`, `\`, `$` and the backtick. An unclosed quote extends to the
 * end.
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

/**
 * Takes a list of commands between colons apart into words, as a shell would: white space separates, `'…'` holds as it
 * stands, in `"…"` and outside a backslash takes the next character as it is. Nothing else is special, and a colon before
 * `//` is a URL's. A quote without its end counts to the end.
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

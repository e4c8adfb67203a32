/** How many wrong letters still count as a typo. */
const slip = (word: string) => (word.length < 5 ? 1 : 2)

export async function closest(
  word: string,
  candidates: readonly string[],
): Promise<string | undefined> {
  const { closestMatch } = await import('leven')
  return closestMatch(word, candidates, { maxDistance: slip(word) })
}

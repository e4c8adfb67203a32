import { crc32 } from 'node:zlib'

/**
 * Changes `text` so that it has the same CRC-32 as `other`. `text` must contain a row of at least 40 zeros. Some of
 * these digits change. CRC is linear: a digit's effect does not depend on the other digits. So 32 linear equations say
 * which digits to change.
 */
export function sameCrc(text: string, other: string): string {
  const [zeros = ''] = /0{40,}/.exec(text) ?? []
  const at = text.indexOf(zeros)
  const put = (digits: string) => text.slice(0, at) + digits + text.slice(at + zeros.length)
  const sum = crc32(text)
  const digits = [...zeros].map((_, i) => {
    const changed = put(`${zeros.slice(0, i)}1${zeros.slice(i + 1)}`)
    return { effect: crc32(changed) ^ sum, places: new Set([i]) }
  })

  let difference = sum ^ crc32(other)
  let chosen = new Set<number>()
  for (let bit = 0; bit < 32; bit++) {
    const index = digits.findIndex(({ effect }) => (effect >>> bit) & 1)
    const [pivot] = digits.splice(index, 1)
    if (index < 0 || !pivot) throw new Error('it takes more zeros')
    for (const digit of digits) {
      if (!((digit.effect >>> bit) & 1)) continue
      digit.effect ^= pivot.effect
      digit.places = either(digit.places, pivot.places)
    }
    if (!((difference >>> bit) & 1)) continue
    difference ^= pivot.effect
    chosen = either(chosen, pivot.places)
  }
  const found = put([...zeros].map((_, i) => (chosen.has(i) ? '1' : '0')).join(''))
  if (crc32(found) !== crc32(other)) throw new Error('the sums differ')
  return found
}

function either(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  return new Set([...[...a].filter((i) => !b.has(i)), ...[...b].filter((i) => !a.has(i))])
}

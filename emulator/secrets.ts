const names = new Set([
  'accessToken',
  'clientSecret',
  'code',
  'codeVerifier',
  'deviceCode',
  'refreshToken',
  'secretAccessKey',
  'sessionToken',
])

/** The texts in those fields of a JSON body that `names` lists. Empty if the body is not JSON. */
export function secretsIn(body: Buffer | string): string[] {
  const found: string[] = []
  try {
    JSON.parse(body.toString(), (key, value) => {
      if (names.has(key) && typeof value === 'string') found.push(value)
      return value
    })
  } catch {
    // no JSON
  }
  return found
}

/**
 * The tester's variables that every world gets, for tests under another clock, time zone or locale (CONTRIBUTING.md).
 * TFSSO_TEST_SURROUNDINGS lists their names. Usually this variable is not set.
 */
export const surroundings: Record<string, string> = Object.fromEntries(
  (process.env.TFSSO_TEST_SURROUNDINGS ?? '').split(' ').flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  }),
)

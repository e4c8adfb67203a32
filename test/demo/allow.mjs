// Stands for a browser and the person before it: opens the page it is given and allows the login.
const [, , address = ''] = process.argv
const page = await (await fetch(address)).text()
const [, name = '', value = ''] =
  /<input type="hidden" name="([^"]*)" value="([^"]*)">/.exec(page) ?? []
const body = new URLSearchParams({ [name]: value, answer: 'allow' })
await fetch(new URL('/device', address), { method: 'POST', body })

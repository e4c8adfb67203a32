import test from 'ava'
import { consoleLink } from '../../../../lib/commands/console/link.ts'

const home = (host: string, region: string) =>
  `https://${region}.${host}/console/home?region=${region}`

/** Each row: start URL, region, place in the console → the portal's address in the link, and the link's destination. */
const rows: [string, string, string | undefined, string, string][] = [
  [
    'https://acme.awsapps.com/start',
    'us-east-1',
    undefined,
    'https://acme.awsapps.com/start',
    home('console.aws.amazon.com', 'us-east-1'),
  ],
  [
    'https://acme.awsapps.com/start/#/',
    'eu-west-1',
    undefined,
    'https://acme.awsapps.com/start',
    home('console.aws.amazon.com', 'eu-west-1'),
  ],
  [
    'https://start.us-gov-home.awsapps.com/directory/acme',
    'us-gov-west-1',
    undefined,
    'https://start.us-gov-home.awsapps.com/directory/acme',
    home('console.amazonaws-us-gov.com', 'us-gov-west-1'),
  ],
  [
    'https://start.home.awsapps.cn/directory/acme#/',
    'cn-north-1',
    undefined,
    'https://start.home.awsapps.cn/directory/acme',
    home('console.amazonaws.cn', 'cn-north-1'),
  ],
  [
    'https://acme.awsapps.eu/start',
    'eusc-de-east-1',
    undefined,
    'https://acme.awsapps.eu/start',
    home('console.amazonaws-eusc.eu', 'eusc-de-east-1'),
  ],
  [
    'https://acme.example/start',
    'us-iso-east-1',
    undefined,
    'https://acme.example/start',
    home('console.c2shome.ic.gov', 'us-iso-east-1'),
  ],
  [
    'https://acme.awsapps.com/start',
    'us-east-1',
    's3',
    'https://acme.awsapps.com/start',
    'https://us-east-1.console.aws.amazon.com/s3/home?region=us-east-1',
  ],
  [
    'https://acme.awsapps.com/start',
    'us-east-1',
    '/ec2/home#Instances:state=running',
    'https://acme.awsapps.com/start',
    'https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1#Instances:state=running',
  ],
  [
    'https://acme.awsapps.com/start',
    'us-east-1',
    '/s3/buckets/a b?region=eu-west-1',
    'https://acme.awsapps.com/start',
    'https://us-east-1.console.aws.amazon.com/s3/buckets/a%20b?region=eu-west-1',
  ],
]

for (const [startUrl, region, place, portal, expected] of rows)
  test(`${startUrl}, ${region}, ${place ?? 'the home'}`, (t) => {
    const target = { startUrl, region, accountId: '222222222222', role: 'Dev+Ops' }
    const link = consoleLink(target, place)
    t.true(link.startsWith(`${portal}/#/console?`), link)
    const query = new URLSearchParams(link.slice(link.indexOf('/#/console?') + 11))
    t.deepEqual(
      [...query],
      [
        ['account_id', '222222222222'],
        ['role_name', 'Dev+Ops'],
        ['destination', expected],
      ],
    )
    t.false(/\s/.test(link))
  })

test('no argument of `tfsso console` makes the link lead to another host', (t) => {
  const target = {
    startUrl: 'https://acme.awsapps.com/start',
    region: 'us-east-1',
    accountId: '222222222222',
    role: 'DevOps',
  }
  for (const place of ['//evil.example/x', '/@evil.example', 'evil.example/@', '/\\evil.example']) {
    const link = new URLSearchParams(consoleLink(target, place).split('?').slice(1).join('?'))
    t.is(new URL(link.get('destination') ?? '').host, 'us-east-1.console.aws.amazon.com', place)
  }
})

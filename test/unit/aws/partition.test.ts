import { partition } from '@aws-sdk/core/client'
import test from 'ava'
import { partitionOf } from '../../../lib/aws/partition.ts'

for (const region of [
  'us-east-1',
  'ap-southeast-5',
  'mx-central-1',
  'eu-central-1',
  'il-central-1',
  'cn-north-1',
  'us-gov-west-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'eusc-de-east-1',
]) {
  test(`the partition of ${region} is the same as in the SDK`, (t) =>
    t.is(partitionOf(region), partition(region).name))
}

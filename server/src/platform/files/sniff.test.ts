import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sniff } from './sniff.ts';

test('S11 a document is what its bytes say', () => {
  for (const [bytes, mediaType, why] of [
    ['%PDF-1.7\n', 'application/pdf', 'a scan'],
    ['\x89PNG\r\n\x1a\n\0', 'image/png', 'a picture of the screen'],
    ['\xff\xd8\xff\xe0', 'image/jpeg', 'a photograph'],
    ['II*\0\x08', 'image/tiff', 'a fax'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp', 'a picture of the web'],
    ['\0\0\0\x18ftypheic', 'image/heic', 'a photograph of a telephone'],
    ['<html><script>', 'application/octet-stream', 'a page'],
    ['<svg xmlns=', 'application/octet-stream', 'a drawing that may run'],
    ['MZ\x90\0', 'application/octet-stream', 'a program'],
    ['PK\x03\x04', 'application/octet-stream', 'an archive'],
    [' %PDF-1.7', 'application/octet-stream', 'something before'],
    ['', 'application/octet-stream', 'nothing'],
  ] as const) {
    assert.equal(sniff(Buffer.from(bytes, 'latin1')), mediaType, why);
  }
});

import type { laws as source } from '../ko/laws.ts';

export const laws: Record<keyof typeof source, string> = {
  'gate.law.kr.night':
    'Network Act (Korea) art. 50(3): between 21:00 and 08:00 only with a separate consent; e-mail is exempt',
  'gate.law.kr.consent':
    'Network Act (Korea) art. 50(1): explicit prior consent; none is needed within six months of the last dealing',
  'gate.law.kr.confirm': 'Network Act (Korea) art. 50(8): a consent is confirmed every two years',
  'gate.law.kr.minor':
    'PIPA (Korea) art. 22-2: a guardian consents for a child under 14; nothing is advertised to minors',
  'gate.law.kr.health': 'PIPA (Korea) art. 23: health data needs a consent of its own',
  'gate.law.kr.alimtalk': 'AlimTalk policy: approved informational templates only',
  'gate.law.kr.one-sentence':
    'Network Act (Korea) art. 50: one promotional sentence makes the whole message an advertisement',
  'gate.law.kr.medical-advertising':
    'Medical Service Act (Korea) art. 27(3), 56, 57: no inducement, testimonial, superlative or guarantee',
  'gate.law.kr.label-text': 'Network Act (Korea) art. 50(4): (광고), sender and contact first, a free refusal last',
  'gate.law.kr.label-email': 'Network Act (Korea) art. 50(4): the subject starts with (광고)',
  'gate.law.kr.subject': 'Safe default: subjects and envelopes name no health topic',
  'gate.law.kr.sender': 'Telecommunications Business Act (Korea) art. 84-2: registered sender numbers only',
  'gate.law.kr.registry':
    'Door-to-Door Sales Act (Korea) art. 42: who sells by telephone compares with the do-not-call register every month',
  'gate.law.kr.registry.renewal': 'Insurers: do-not-contact registers at most 14 days old',
  'gate.law.kr.review': 'Medical Service Act (Korea) art. 57: reviewed before it is published, with number and expiry',
  'gate.law.kr.review.direct':
    'Medical Service Act (Korea) art. 57: a review that was given is not over; a message to one person needs none',
  'gate.law.kr.sign-off':
    'Medical Service Act (Korea) art. 27(3): a voucher for non-covered services needs a legal sign-off with an expiry',
  'gate.law.us.hours': '47 CFR 64.1200(c)(1): 08:00–21:00 at the called party’s local time',
  'gate.law.us.consent': 'HIPAA, 45 CFR 164.508(a)(3): marketing of health services needs an authorisation',
  'gate.law.us.minor': 'Safe default: no marketing to minors',
  'gate.law.us.health': 'HIPAA, 45 CFR 164.508(a)(3): marketing by health data needs an authorisation',
  'gate.law.us.one-sentence': 'HIPAA, 45 CFR 164.501: what encourages to buy is marketing',
  'gate.law.us.reply': 'Safe default: never ask for a reply that is a stop word',
  'gate.law.us.subject': 'Safe default: subjects and envelopes name no health topic',
  'gate.law.us.registry': '47 CFR 64.1200(c)(2): the national do-not-call list, at most 31 days old',
  'gate.law.us.registry.renewal': 'Insurers: do-not-contact lists at most 14 days old',
  'gate.law.us.postal': 'CAN-SPAM Act, 15 USC 7704(a)(5): a commercial e-mail carries a valid postal address',
  'gate.law.cn.hours': 'Practice in China: 08:00–21:00',
  'gate.law.cn.consent':
    'SMS service rules art. 18, Advertising Law art. 43 (China): nothing commercial without consent',
  'gate.law.cn.minor':
    'PIPL (China) art. 31: a guardian consents for a child under 14; nothing is advertised to minors',
  'gate.law.cn.health': 'PIPL (China) art. 29: separate consent for sensitive data',
  'gate.law.cn.one-sentence': 'Advertising Law (China) art. 14: an advertisement is recognisable as one',
  'gate.law.cn.label-text': 'SMS rules (China): begins 【签名】, an advertisement ends 拒收请回复R',
  'gate.law.cn.signature': 'SMS rules (China): begins 【签名】',
  'gate.law.cn.reply': 'Safe default: never ask for a reply that is a stop word',
  'gate.law.cn.subject': 'Safe default: subjects and envelopes name no health topic',
  'gate.law.kr.disclosure':
    'Safe default: health topics go to the person alone; who shares the number only with recorded permission',
  'gate.law.us.disclosure':
    'Safe default: health topics go to the person alone; who shares the number only with recorded permission',
  'gate.law.cn.disclosure':
    'Safe default: health topics go to the person alone; who shares the number only with recorded permission',
  'gate.law.us.benefits':
    'Safe default: one price whatever the means, nothing insured for free, no money for referrals, no lottery or first-come',
  'gate.law.cn.benefits':
    'Safe default: one price whatever the means, nothing insured for free, no money for referrals, no lottery or first-come',
  'gate.law.kr.stop-reply': 'Korea, Network Act art. 50(7): what became of a refusal is told within 14 days',
  'gate.law.us.stop-reply': 'US 47 CFR 64.1200(a)(12): one confirmation of a stop, within five minutes',
  'gate.law.kr.hold-out': 'Hold-outs: care and appointments are exempt',
  'gate.law.kr.budget.survey': 'Frequency (preset): one survey in 30 days',
  'gate.law.kr.budget.marketing': 'Frequency (preset): four advertisements in 30 days',
  'gate.law.kr.budget.renewal': 'Frequency (preset): six renewal contacts in 60 days',
  'gate.law.us.hold-out': 'Hold-outs: care and appointments are exempt',
  'gate.law.us.budget.survey': 'Frequency (preset): one survey in 30 days',
  'gate.law.us.budget.marketing': 'Frequency (preset): four advertisements in 30 days',
  'gate.law.us.budget.renewal': 'Frequency (preset): six renewal contacts in 60 days',
  'gate.law.cn.hold-out': 'Hold-outs: care and appointments are exempt',
  'gate.law.cn.budget.survey': 'Frequency (preset): one survey in 30 days',
  'gate.law.cn.budget.marketing': 'Frequency (preset): four advertisements in 30 days',
  'gate.law.cn.budget.renewal': 'Frequency (preset): six renewal contacts in 60 days',
};

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Jurisdiction, MessageChannel, Purpose } from '@anbu/contract';
import { instant } from '../../../../kernel/instant.ts';
import { judge, messageOf, PRESET_RULES, recipientOf, ruleBook } from './index.ts';

const RULES = ruleBook(PRESET_RULES);
const PLACE = { KR: 'Asia/Seoul', US: 'America/New_York', CN: 'Asia/Shanghai' } as const;
const NOON = {
  KR: instant(Date.parse('2026-11-17T12:00:00+09:00')),
  US: instant(Date.parse('2026-11-17T12:00:00-05:00')),
  CN: instant(Date.parse('2026-11-17T12:00:00+08:00')),
} as const;

function codeOf(
  jurisdiction: Jurisdiction,
  channel: MessageChannel,
  purpose: Purpose,
  text: string | null,
  subject: string | null = null,
) {
  const consents = [
    {
      id: null,
      kind: 'contact',
      purpose,
      channel,
      night: false,
      state: 'granted',
      at: NOON[jurisdiction],
      expiresOn: null,
    } as const,
  ];
  const recipient = recipientOf({ jurisdiction, timeZone: PLACE[jurisdiction], consents });
  const verdict = judge(messageOf({ channel, purpose, text, subject }), recipient, RULES, NOON[jurisdiction]);
  return verdict.verdict === 'ALLOW' ? 'ALLOW' : verdict.code;
}

const GOOD = '(광고)안부치과 02-123-4567\n겨울 구강 관리 안내입니다.\n무료수신거부 080-123-4567';

test('C7 the label of a Korean advertisement: right, missing, and the variants that are refused', () => {
  for (const [text, expected, why] of [
    [GOOD, 'ALLOW', 'as the law asks'],
    [GOOD.replace('무료수신거부 080-123-4567', '무료수신거부 0801234567'), 'ALLOW', 'a number without hyphens'],
    [GOOD.replace('(광고)', ''), 'gate.label_missing', 'none'],
    [GOOD.replace('(광고)', '[광고]'), 'gate.label_wrong', 'square brackets'],
    [GOOD.replace('(광고)', '(광 고)'), 'gate.label_wrong', 'a space inside'],
    [GOOD.replace('(광고)', '(광/고)'), 'gate.label_wrong', 'a stroke inside'],
    [GOOD.replace('(광고)', '(광.고)'), 'gate.label_wrong', 'a dot inside'],
    [GOOD.replace('(광고)', '（광고）'), 'gate.label_wrong', 'full-width brackets'],
    [GOOD.replace('(광고)', '<광고>'), 'gate.label_wrong', 'angle brackets'],
    [GOOD.replace('(광고)', '{광고}'), 'gate.label_wrong', 'braces'],
    [GOOD.replace('(광고)', '*광고*'), 'gate.label_wrong', 'stars'],
    [GOOD.replace('(광고)', '(AD)'), 'gate.label_wrong', 'in English'],
    [GOOD.replace('(광고)', '광고)'), 'gate.label_wrong', 'half a bracket'],
    [GOOD.replace('(광고)', '(광,고)'), 'gate.label_wrong', 'a comma inside'],
    [GOOD.replace('(광고)', '(광\u200b고)'), 'gate.label_wrong', 'a sign of no width inside'],
    [GOOD.replace('(광고)', '(광ㅣ고)'), 'gate.label_wrong', 'a stroke of Hangul inside'],
    [GOOD.replace('(광고)', '"광고"'), 'gate.label_wrong', 'quotation marks'],
    [GOOD.replace('(광고)', '(광고성 정보)'), 'gate.label_wrong', 'more than the word'],
    [GOOD.replace('(광고)', '(홍보)'), 'gate.label_missing', 'another word'],
    [`안부치과 ${GOOD}`, 'gate.label_wrong', 'not at the start'],
    ['(광고) 02-123-4567\n안내\n무료수신거부 080-123-4567', 'gate.sender_missing', 'no sender'],
    ['(광고)안부치과\n안내입니다.\n무료수신거부 080-123-4567', 'gate.contact_missing', 'no contact but the refusal'],
    ['(광고)안부치과 02-123-4567\n안내입니다.', 'gate.refusal_missing', 'no refusal'],
    [`${GOOD}\n감사합니다`, 'gate.refusal_missing', 'the refusal is not the end'],
    [GOOD.replace('080-123-4567', '02-123-4567'), 'gate.refusal_missing', 'a refusal that costs'],
  ] as const) {
    assert.equal(codeOf('KR', 'sms', 'marketing', text), expected, why);
  }
  const mail = '구강 관리 안내\n수신거부: https://a.example/p';
  assert.equal(codeOf('KR', 'email', 'marketing', mail, '(광고) 겨울 안내'), 'ALLOW');
  assert.equal(codeOf('KR', 'email', 'marketing', mail, '겨울 안내 (광고)'), 'gate.label_wrong');
  assert.equal(codeOf('KR', 'email', 'marketing', '안내', '(광고) 겨울 안내'), 'gate.refusal_missing');
  assert.equal(codeOf('KR', 'alimtalk', 'marketing', GOOD), 'gate.channel_informs');
});

test('C7 one promotional sentence makes an informational message an advertisement', () => {
  for (const [text, expected] of [
    ['[안부치과] 11월 20일 14:00 예약입니다. 변경은 02-123-4567', 'ALLOW'],
    ['[안부치과] 검진 결과가 나왔습니다. 전화 주세요.', 'ALLOW'],
    ['[안부치과] 주차는 무료 주차장을 이용해 주세요.', 'ALLOW'],
    ['[안부치과] 오늘 발치하신 곳은 어떠세요? 피가 멎지 않으면 전화 주세요.', 'ALLOW'],
    ['[안부치과] 내일 14:00 예약입니다. 이번 달 미백 20% 할인!', 'gate.undeclared_advertisement'],
    ['[안부치과] 내일 예약입니다. 친구 추천 시 혜택을 드려요', 'gate.undeclared_advertisement'],
    ['[안부치과] 내일 예약입니다. 할 인 행사 중', 'gate.undeclared_advertisement'],
    ['Your visit is tomorrow at 2 pm. Ask about our 20% off whitening.', 'gate.undeclared_advertisement'],
    ['明天14:00就诊。本月洗牙优惠。', 'gate.undeclared_advertisement'],
    ['[안부치과] 내일 예약입니다. 할\u200b인 중', 'gate.undeclared_advertisement'],
    ['[안부치과] 내일 예약입니다. 지인에게도 소개해 주세요', 'gate.undeclared_advertisement'],
    ['[안부치과] 내일 예약입니다. 미백 1+1', 'gate.undeclared_advertisement'],
    ['[안부치과] 예약 변경은 무료로 가능합니다', 'ALLOW'],
    ['[안부치과] 지인 소개로 문의 주셔서 감사합니다', 'ALLOW'],
    ['Your visit is tomorrow at 2 pm. Save $50 on whitening.', 'gate.undeclared_advertisement'],
    ['明天14:00就诊。洗牙立减100元。', 'gate.undeclared_advertisement'],
    // Who labels it says herself what it is.
    ['(광고) 안부치과 02-123-4567 가을 검진 안내', 'gate.undeclared_advertisement'],
    ['[광 고] 가을 검진 안내', 'gate.undeclared_advertisement'],
    ['[안부치과] 내일 예약입니다.\n(광고) 가을 검진', 'gate.undeclared_advertisement'],
    ['[안부치과] 11/27 수신거부 완료(광고)', 'ALLOW'],
    ['[안부치과] 광고성 정보 수신 의사가 처리되었습니다', 'ALLOW'],
  ] as const) {
    for (const channel of ['sms', 'alimtalk'] as const)
      assert.equal(codeOf('KR', channel, 'service', text), expected, text);
  }
});

test('C7 a message that informs asks for no consent to advertisements; that somebody agreed it may say', () => {
  for (const [text, expected] of [
    ['[안부치과] 내일 예약입니다. 광고 수신에 동의해 주세요', 'gate.asks_consent'],
    ['[안부치과] 마케팅 정보 수신 동의 부탁드립니다', 'gate.asks_consent'],
    ['Your visit is tomorrow. Would you agree to receive our promotional messages?', 'gate.asks_consent'],
    ['明天14:00就诊。请同意接收我们的广告信息。', 'gate.asks_consent'],
    ['[안부치과] 2025-03-02에 광고 수신에 동의하셨습니다. 철회는 수신 설정에서 하실 수 있습니다.', 'ALLOW'],
    ['[안부치과] 광고 수신 동의가 철회되었습니다.', 'ALLOW'],
    ['You agreed on 2025-03-02 to receive advertisements.', 'ALLOW'],
  ] as const) {
    assert.equal(codeOf('KR', 'sms', 'service', text), expected, text);
  }
});

test('C7 benefits that are never offered are refused whatever the purpose, and superlatives in what advertises', () => {
  const advertise = (words: string) => GOOD.replace('겨울 구강 관리 안내입니다.', words);
  for (const [words, expected] of [
    ['본인부담금 할인해 드립니다', 'gate.forbidden.copayment'],
    ['본인 부담금 전액 면제', 'gate.forbidden.copayment'],
    ['오시면 현금 지급', 'gate.forbidden.cash'],
    ['치료하고 캐시백', 'gate.forbidden.cash'],
    ['푸짐한 경품', 'gate.forbidden.prize'],
    ['추첨을 통해 드립니다', 'gate.forbidden.lottery'],
    ['선착순 30명', 'gate.forbidden.first_come'],
    ['현금가 90만원', 'gate.forbidden.cash_price'],
    ['현금 할인 가능', 'gate.forbidden.cash_price'],
    ['지인을 소개해 주시면 상품권 5만원', 'gate.forbidden.referral_pay'],
    ['스케일링 무료', 'gate.forbidden.insured_free'],
    ['스켈링 공짜', 'gate.forbidden.insured_free'],
    ['포인트로 스케일링', 'gate.forbidden.insured_free'],
    ['정기 스케일링 안내입니다.', 'ALLOW'], // the line of the free refusal after it offers nothing
    ['비급여 진료는 주차 무료', 'ALLOW'],
    ['본인부담금을 포인트로', 'gate.forbidden.copayment'],
    ['교통비 지원', 'gate.forbidden.cash'],
    ['사랑니 뽑기가 두려우세요?', 'ALLOW'],
    ['경품 뽑기', 'gate.forbidden.prize'],
    ['먼저 오신 30분께', 'gate.forbidden.first_come'],
    ['현찰가 90만원', 'gate.forbidden.cash_price'],
    ['현금으로 결제하시면 10만원 할인', 'gate.forbidden.cash_price'],
    ['계좌이체 시 할인', 'gate.forbidden.cash_price'],
    ['카드 110만원, 현금 100만원', 'gate.forbidden.cash_price'],
    ['pay cash and save', 'gate.forbidden.cash_price'],
    ['现金优惠', 'gate.forbidden.cash_price'],
    ['현금 가능합니다. 회원 카드가 필요합니다.', 'ALLOW'],
    ['현금영수증을 발급해 드립니다', 'ALLOW'],
    ['친구 데려오시면 10만원', 'gate.forbidden.referral_pay'],
    ['소개비를 드립니다', 'gate.forbidden.referral_pay'],
    ['추천 시술 30만원', 'ALLOW'],
    ['국내 최고의 임플란트', 'gate.overstated.superlative'],
    ['100% 성공 보장', 'gate.overstated.guarantee'],
    ['부작용 없는 시술', 'gate.overstated.guarantee'],
    ['생생한 치료 후기를 보세요', 'gate.overstated.testimonial'],
    ['최첨단 장비', 'gate.overstated.superlative'],
    ['최초 내원 때 문진표를 적습니다', 'ALLOW'],
    ['타 병원보다 편안하게', 'gate.overstated.superlative'],
    ['평생 보장', 'gate.overstated.guarantee'],
    ['부작용 걱정 없이', 'gate.overstated.guarantee'],
    ['미백 할인', 'gate.discount_incomplete'],
    ['미백 할인 20%, 40만원에서 32만원, 11월 30일까지', 'gate.discount_incomplete'], // for whom?
    ['성인 고객 할인 20%, 40만원에서 32만원, 11월 30일까지', 'gate.discount_incomplete'], // on what?
    ['성인 고객 미백 할인 20%, 40만원에서 32만원, 11월 30일까지', 'ALLOW'],
  ] as const) {
    assert.equal(codeOf('KR', 'sms', 'marketing', advertise(words)), expected, words);
  }
  assert.equal(
    codeOf('KR', 'sms', 'service', '[안부치과] 내일 예약입니다. 현금가로 해 드려요'),
    'gate.forbidden.cash_price',
  );
});

test('rules.md safe defaults: benefits that are never offered are refused in advertisements of every country, other praise is no law of theirs', () => {
  for (const [jurisdiction, words, expected] of [
    ['US', 'We waive your copay this month', 'gate.forbidden.copayment'],
    ['US', 'Deductible waived for new patients', 'gate.forbidden.copayment'],
    ['US', 'Your plan covers a cleaning without a copay', 'ALLOW'],
    ['US', 'Refer a friend and get a $50 gift card', 'gate.forbidden.referral_pay'],
    ['US', 'Cash price $900', 'gate.forbidden.cash_price'],
    ['US', 'Prize draw for all patients', 'gate.forbidden.lottery'],
    ['US', 'A giveaway for the first week', 'gate.forbidden.prize'],
    ['US', 'The first 30 patients are served', 'gate.forbidden.first_come'],
    ['US', 'Free scaling in March', 'gate.forbidden.insured_free'],
    ['US', 'The best whitening, 20% off', 'ALLOW'],
    ['CN', '【安步诊所】减免医保自付，拒收请回复R', 'gate.forbidden.copayment'],
    ['CN', '【安步诊所】推荐朋友得现金，拒收请回复R', 'gate.forbidden.referral_pay'],
    ['CN', '【安步诊所】现金优惠，拒收请回复R', 'gate.forbidden.cash_price'],
    ['CN', '【安步诊所】免费洗牙，拒收请回复R', 'gate.forbidden.insured_free'],
    ['CN', '【安步诊所】本月洗牙讲座，拒收请回复R', 'ALLOW'],
  ] as const) {
    assert.equal(codeOf(jurisdiction, 'sms', 'marketing', words), expected, words);
  }
});

test('rules.md disclosure: what speaks of health is not written where somebody else reads', () => {
  const phone = '+821012345678';
  const recipient = (readElsewhere: string[] | null) =>
    recipientOf({ jurisdiction: 'KR', timeZone: 'Asia/Seoul', phones: [phone, '+821099990000'], readElsewhere });
  for (const [message, shared, expected, why] of [
    [{ text: '임플란트 상담을 안내드립니다' }, [phone], 'gate.read_elsewhere', 'its words say so'],
    [{ text: '안내드립니다', health: true }, [phone], 'gate.read_elsewhere', 'it says so itself'],
    [{ text: '내일 오후 3시 예약입니다' }, [phone], 'gate.allowed.service', 'an appointment names no topic'],
    [{ text: '임플란트 상담을 안내드립니다' }, [], 'gate.allowed.service', 'the number is hers alone'],
    [{ text: '임플란트 상담을 안내드립니다', to: '+821099990000' }, [phone], 'gate.allowed.service', 'her other one'],
    [{ text: '임플란트 상담을 안내드립니다' }, null, 'gate.allowed.service', 'nobody looked'],
    [{ health: true, channel: 'phone' }, [phone], 'gate.allowed.service', 'who calls asks who is there'],
  ] as const) {
    const asked = messageOf({ channel: 'sms', purpose: 'service', ...message });
    assert.equal(judge(asked, recipient(shared === null ? null : [...shared]), RULES, NOON.KR).code, expected, why);
  }
});

test('rules.md subjects name no topic of health', () => {
  for (const [jurisdiction, subject, expected] of [
    ['KR', '예약 안내', 'ALLOW'],
    ['KR', '임플란트 예약 안내', 'gate.subject_names_health'],
    ['KR', '검사 결과가 나왔습니다', 'gate.subject_names_health'],
    ['KR', '독감 접종 안내', 'gate.subject_names_health'],
    ['KR', '대장내시경 전날', 'gate.subject_names_health'],
    ['US', 'Your flu shot', 'gate.subject_names_health'],
    ['CN', '体检报告', 'gate.subject_names_health'],
    ['US', 'Your appointment', 'ALLOW'],
    ['US', 'Your biopsy result', 'gate.subject_names_health'],
    ['CN', '预约提醒', 'ALLOW'],
    ['CN', '您的检查结果', 'gate.subject_names_health'],
  ] as const) {
    assert.equal(codeOf(jurisdiction, 'email', 'service', null, subject), expected, subject);
  }
});

test('rules.md China signs its texts; no country is asked for a reply that is a stop word', () => {
  for (const [jurisdiction, purpose, text, expected] of [
    ['CN', 'service', '【安步诊所】明天14:00就诊。', 'ALLOW'],
    ['CN', 'service', '明天14:00就诊。', 'gate.signature_missing'],
    ['CN', 'marketing', '【安步诊所】本月开展口腔健康讲座，拒收请回复R', 'ALLOW'],
    ['CN', 'marketing', '【安步诊所】本月开展口腔健康讲座', 'gate.refusal_missing'],
    ['CN', 'survey', '【安步诊所】您满意吗？满意请回复Y，不满意请回复N', 'gate.asks_stop_word'],
    ['CN', 'survey', '【安步诊所】请打分，回复0至9的数字', 'ALLOW'],
    ['US', 'service', 'Visit tomorrow 2 pm. Reply 1 to confirm, 2 to change.', 'ALLOW'],
    ['US', 'service', 'Visit tomorrow 2 pm. Reply CANCEL to cancel your visit.', 'gate.asks_stop_word'],
    ['US', 'service', 'Visit tomorrow 2 pm. Reply STOP to opt out.', 'ALLOW'],
    ['KR', 'service', '[안부치과] 내일 예약입니다. 취소하시려면 취소라고 답해 주세요.', 'ALLOW'],
  ] as const) {
    assert.equal(codeOf(jurisdiction, 'sms', purpose, text), expected, text);
  }
});

import type { Occasion, TemplateBodies, TemplateVariable, Purpose } from '@anbu/contract';

/** A template as it is shipped. Signed in 【】, which is custom in Korea and law in China; no treatment is named, nothing is praised. */
export type Shipped = {
  readonly names: { readonly ko: string; readonly en: string; readonly zh: string };
  readonly purpose: Purpose;
  readonly health?: true;
  readonly variables: readonly TemplateVariable[];
  readonly bodies: Required<TemplateBodies>;
};

const line = (name: string, sample: string): TemplateVariable => ({ name, type: 'line', sample });
const day = (name: string): TemplateVariable => ({ name, type: 'day', sample: '2026-11-27' });
const time = (name: string): TemplateVariable => ({ name, type: 'time', sample: '15:30' });
const CONTACT = line('contact', '02-000-7582');
const WAY: TemplateVariable = { name: 'way', type: 'text', sample: '안부역 3번 출구에서 걸어서 2분' };
const LINK = line('link', 'https://anbu.example/l/AbCdEf123456');

/** [subject, text] in three languages. */
function said(ko: readonly [string, string], en: readonly [string, string], zh: readonly [string, string]) {
  const body = ([subject, text]: readonly [string, string]) => ({ subject, text: `【#{clinicName}】${text}` });
  return { ko: body(ko), en: body(en), zh: body(zh) };
}
const service = { purpose: 'service' } as const;

export const SHIPPED: Readonly<Record<Occasion, Shipped>> = {
  enquiry_received: {
    ...service,
    names: { ko: '자동: 문의 접수', en: 'Automatic: enquiry received', zh: '自动：收到咨询' },
    variables: [CONTACT],
    bodies: said(
      ['문의를 받았습니다', '#{personName}님, 문의를 받았습니다. 곧 전화드리겠습니다. 문의 #{contact}'],
      ['We have your enquiry', '#{personName}, we have your enquiry and will call you soon. Questions: #{contact}'],
      ['已收到您的咨询', '#{personName}您好，已收到您的咨询，我们会尽快致电。咨询电话：#{contact}'],
    ),
  },
  enquiry_after_hours: {
    ...service,
    names: { ko: '자동: 진료 시간 외 문의', en: 'Automatic: enquiry after hours', zh: '自动：非营业时间咨询' },
    variables: [CONTACT, day('openingDay'), time('openingTime')],
    bodies: said(
      [
        '문의를 받았습니다',
        '#{personName}님, 문의를 받았습니다. 지금은 상담 시간이 아니어서 #{openingDay} #{openingTime}부터 차례로 전화드리겠습니다. 문의 #{contact}',
      ],
      [
        'We have your enquiry',
        '#{personName}, we have your enquiry. We are closed now and will call you in turn from #{openingTime} on #{openingDay}. Questions: #{contact}',
      ],
      [
        '已收到您的咨询',
        '#{personName}您好，已收到您的咨询。现在不是营业时间，我们将从#{openingDay}#{openingTime}起依次致电。咨询电话：#{contact}',
      ],
    ),
  },
  unanswered_day: {
    ...service,
    names: { ko: '자동: 부재 안내', en: 'Automatic: we could not reach you', zh: '自动：未接通通知' },
    variables: [CONTACT],
    bodies: said(
      [
        '전화드렸으나 연결되지 않았습니다',
        '#{personName}님, 문의하신 일로 전화드렸으나 연결되지 않았습니다. 편하신 시간을 알려 주시면 그때 전화드리겠습니다. 문의 #{contact}',
      ],
      [
        'We could not reach you',
        '#{personName}, we called about your enquiry and could not reach you. Tell us when suits you and we will call then. Questions: #{contact}',
      ],
      [
        '我们未能联系到您',
        '#{personName}您好，我们就您的咨询致电但未接通。请告诉我们方便的时间，届时再与您联系。咨询电话：#{contact}',
      ],
    ),
  },
  before_sixth_call: {
    ...service,
    names: { ko: '자동: 여섯째 날 통화 전', en: 'Automatic: before the sixth call', zh: '自动：第六天致电前' },
    variables: [CONTACT],
    bodies: said(
      [
        '오늘 한 번 더 전화드립니다',
        '#{personName}님, 그동안 통화가 되지 않아 오늘 한 번 더 전화드리려 합니다. 통화가 어려우시면 알려 주세요. 문의 #{contact}',
      ],
      [
        'We will try once more today',
        '#{personName}, we have not reached you so far and will call once more today. If you would rather not talk, tell us at #{contact}.',
      ],
      ['今天将再次致电', '#{personName}您好，此前一直未能接通，今天将再致电一次。如不便接听，请告知#{contact}。'],
    ),
  },
  booking_made: {
    ...service,
    names: { ko: '자동: 예약 안내', en: 'Automatic: booking', zh: '自动：预约通知' },
    variables: [day('day'), time('time'), WAY, CONTACT],
    bodies: said(
      ['예약 안내', '#{personName}님, #{day} #{time} 예약되었습니다.\n오시는 길: #{way}\n변경·취소 #{contact}'],
      [
        'Your booking',
        '#{personName}, you are booked for #{time} on #{day}.\nHow to find us: #{way}\nTo change it: #{contact}',
      ],
      ['预约通知', '#{personName}您好，已为您预约#{day}#{time}。\n到院路线：#{way}\n变更或取消请联系#{contact}'],
    ),
  },
  booking_moved: {
    ...service,
    names: { ko: '자동: 예약 변경', en: 'Automatic: booking moved', zh: '自动：预约变更' },
    variables: [day('day'), time('time'), CONTACT],
    bodies: said(
      [
        '예약이 변경되었습니다',
        '#{personName}님, 예약이 변경되었습니다. 새 예약은 #{day} #{time}입니다. 문의 #{contact}',
      ],
      ['Your booking was moved', '#{personName}, your booking was moved to #{time} on #{day}. Questions: #{contact}'],
      ['预约已变更', '#{personName}您好，您的预约已改为#{day}#{time}。咨询电话：#{contact}'],
    ),
  },
  booking_cancelled: {
    ...service,
    names: { ko: '자동: 예약 취소', en: 'Automatic: booking cancelled', zh: '自动：预约取消' },
    variables: [CONTACT],
    bodies: said(
      [
        '예약이 취소되었습니다',
        '#{personName}님, 예약이 취소되었습니다. 다시 잡으시려면 연락해 주세요. 문의 #{contact}',
      ],
      ['Your booking was cancelled', '#{personName}, your booking was cancelled. To book again: #{contact}'],
      ['预约已取消', '#{personName}您好，您的预约已取消。如需重新预约，请联系#{contact}。'],
    ),
  },
  booking_day_before: {
    ...service,
    names: { ko: '자동: 예약 전날', en: 'Automatic: the day before', zh: '自动：预约前一天' },
    variables: [
      day('day'),
      time('time'),
      line('answer', '답장으로 1 확인, 2 변경, 3 취소를 알려 주세요.'),
      WAY,
      CONTACT,
    ],
    bodies: said(
      ['예약 확인', '#{personName}님, #{day} #{time} 예약이 있습니다. #{answer}\n오시는 길: #{way}\n문의 #{contact}'],
      [
        'Your booking',
        '#{personName}, we expect you at #{time} on #{day}. #{answer}\nHow to find us: #{way}\nQuestions: #{contact}',
      ],
      ['预约提醒', '#{personName}您好，您预约了#{day}#{time}。#{answer}\n到院路线：#{way}\n咨询电话：#{contact}'],
    ),
  },
  booking_same_day: {
    ...service,
    names: { ko: '자동: 예약 당일', en: 'Automatic: the same day', zh: '自动：预约当天' },
    variables: [time('time'), CONTACT],
    bodies: said(
      ['오늘 예약', '#{personName}님, 오늘 #{time} 예약입니다. 늦으시면 알려 주세요. 문의 #{contact}'],
      ['Today', '#{personName}, we expect you today at #{time}. If you are late, please tell us: #{contact}'],
      ['今日预约', '#{personName}您好，您今天#{time}有预约。如会迟到，请告知#{contact}。'],
    ),
  },
  stop_confirmed: {
    ...service,
    names: { ko: '자동: 수신 거부 확인', en: 'Automatic: stop confirmed', zh: '自动：退订确认' },
    variables: [line('on', '11/26'), line('stopped', '광고·설문'), LINK],
    // Sender, what was asked, its day and what came of it, within the 90 bytes of one Korean text message.
    bodies: said(
      ['수신 거부가 처리되었습니다', '#{on} 수신거부 완료(#{stopped}) #{link}'],
      ['You were unsubscribed', 'Unsubscribed on #{on} (#{stopped}). To change it: #{link}'],
      ['退订已处理', '您#{on}的退订已处理（#{stopped}）。变更：#{link}'],
    ),
  },
  consent_result: {
    ...service,
    names: { ko: '자동: 수신 동의 처리 결과', en: 'Automatic: result of a consent', zh: '自动：接收意愿处理结果' },
    variables: [day('date'), line('result', '수신 동의'), line('channels', '문자'), LINK],
    bodies: said(
      [
        '수신 의사 처리 결과 안내',
        '#{personName}님의 광고성 정보 수신 의사가 처리되었습니다.\n처리 내용: #{result}(#{channels})\n의사 표시일: #{date}\n변경·철회: #{link}',
      ],
      [
        'What you told us about advertisements',
        '#{personName}, we have recorded what you told us about advertisements.\nRecorded: #{result} (#{channels})\nTold on: #{date}\nTo change or withdraw it: #{link}',
      ],
      [
        '广告信息接收意愿处理结果',
        '#{personName}您好，您关于广告信息的接收意愿已处理。\n处理结果：#{result}（#{channels}）\n表示日期：#{date}\n变更或撤回：#{link}',
      ],
    ),
  },
  consent_again: {
    ...service,
    names: {
      ko: '자동: 2년마다 수신 동의 확인',
      en: 'Automatic: consent after two years',
      zh: '自动：两年一次的同意确认',
    },
    variables: [day('date'), day('until'), line('channels', '문자'), LINK],
    bodies: said(
      [
        '수신 동의 사실 안내',
        '#{personName}님은 #{date} 광고성 정보 수신(#{channels})에 동의하셨습니다. 동의를 유지하려면 #{until}까지 아래에서 유지를 표시해 주세요. 표시가 없으면 더 보내지 않습니다.\n유지·철회: #{link}',
      ],
      [
        'Your consent to advertisements',
        '#{personName}, on #{date} you agreed to receive advertisements (#{channels}). To keep it, please say so below by #{until}; without it we send no more.\nKeep or withdraw: #{link}',
      ],
      [
        '您的广告接收同意',
        '#{personName}您好，您于#{date}同意接收广告信息（#{channels}）。如需保留，请在#{until}前于下方确认；未确认则不再发送。\n保留或撤回：#{link}',
      ],
    ),
  },
  enquiry_assigned: {
    ...service,
    names: { ko: '동료: 문의 배정', en: 'Colleague: enquiry assigned', zh: '同事：咨询分配' },
    variables: [line('due', '11월 26일 14:05'), LINK],
    bodies: said(
      ['새 문의가 배정되었습니다', '#{personName}님께 문의가 배정되었습니다. 다음 할 일 #{due}\n#{link}'],
      ['An enquiry is yours', '#{personName}, an enquiry was given to you. Next action: #{due}\n#{link}'],
      ['有咨询分配给您', '#{personName}，有咨询分配给您。下一步：#{due}\n#{link}'],
    ),
  },
  alert_raised: {
    ...service,
    names: { ko: '동료: 알림', en: 'Colleague: alert', zh: '同事：提醒' },
    variables: [line('what', '약속한 통화 10분 전입니다'), LINK],
    bodies: said(
      ['확인할 알림이 있습니다', '#{what}\n#{link}'],
      ['An alert waits for you', '#{what}\n#{link}'],
      ['有待确认的提醒', '#{what}\n#{link}'],
    ),
  },
  request_due: {
    ...service,
    names: { ko: '동료: 개인정보 요청', en: 'Colleague: request about data', zh: '同事：个人信息请求' },
    variables: [line('what', '답할 날이 다가옵니다.'), day('date'), LINK],
    bodies: said(
      ['답해야 할 개인정보 요청이 있습니다', '#{what} 답할 날 #{date}\n#{link}'],
      ['A request about data waits', '#{what} To be answered by #{date}.\n#{link}'],
      ['有待答复的个人信息请求', '#{what}答复期限#{date}\n#{link}'],
    ),
  },
  report_ready: {
    ...service,
    names: { ko: '동료: 보고서', en: 'Colleague: report', zh: '同事：报告' },
    variables: [line('report', '월간 예약률'), line('span', '2026-10-01 – 2026-10-31'), LINK],
    bodies: said(
      ['보고서가 준비되었습니다', '#{report} (#{span}) 보고서가 준비되었습니다. 로그인하여 받으세요.\n#{link}'],
      ['Your report is ready', '“#{report}” (#{span}) is ready. Sign in to get it.\n#{link}'],
      ['报告已准备好', '报告“#{report}”（#{span}）已准备好，请登录后下载。\n#{link}'],
    ),
  },
};

/** Said by hand, from the person: the way, and the answer to what was asked. */
export const BY_HAND: readonly Shipped[] = [
  {
    ...service,
    names: { ko: '오시는 길', en: 'How to find us', zh: '到院路线' },
    variables: [WAY, CONTACT],
    bodies: said(
      ['오시는 길', '#{personName}님, 오시는 길을 안내드립니다.\n#{way}\n문의 #{contact}'],
      ['How to find us', '#{personName}, this is how to find us.\n#{way}\nQuestions: #{contact}'],
      ['到院路线', '#{personName}您好，到院路线如下。\n#{way}\n咨询电话：#{contact}'],
    ),
  },
  {
    ...service,
    health: true,
    names: { ko: '문의하신 내용', en: 'What you asked', zh: '咨询答复' },
    variables: [{ name: 'answer', type: 'text', sample: '상담 때 여쭤보신 내용을 정리해 드립니다.' }, CONTACT],
    bodies: said(
      ['문의하신 내용 안내', '#{personName}님, 문의하신 내용을 안내드립니다.\n#{answer}\n문의 #{contact}'],
      ['What you asked', '#{personName}, here is what you asked about.\n#{answer}\nQuestions: #{contact}'],
      ['咨询答复', '#{personName}您好，就您的咨询答复如下。\n#{answer}\n咨询电话：#{contact}'],
    ),
  },
];

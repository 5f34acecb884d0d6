/**
 * Words that the detector knows. Data, not law: an organisation's counsel reads what is left. Spaces inside a Korean expression may be left out or put
 * in, so that each is matched on a text without spaces; Latin ones are matched as words.
 */

/** What sells: one such sentence makes the whole message an advertisement. */
export const PROMOTIONAL: readonly RegExp[] = [
  /(?<!현금)할인(?!점)/u,
  /특가|세일|반값|파격/u,
  /이벤트(?!홀)/u,
  /프로모션|혜택/u,
  /쿠폰|바우처|상품권|기프티콘|사은품|증정/u,
  /경품|추첨|선착순/u,
  /무료(?!수신거부|주차|전화|발렛|통화|와이파이|거부)/u,
  /(?:친구|지인|가족)추천/u,
  /최저가|초특가|가격인하/u,
  /지금(?:바로)?(?:예약|신청)하(?:시면|세요)/u,
  /신규(?:고객|환자)(?:이벤트|혜택|할인)/u,
  /\b(?:discounts?|sale|promo(?:tion)?s?|special offers?|coupons?|vouchers?|giveaway|limited[- ]time|free (?:gift|whitening|consultation|scaling))\b/iu,
  /\b\d{1,2} ?% off/iu,
  /优惠|特价|折扣|打折|促销|抽奖|赠品|免费(?!停车|电话|退订)|秒杀|代金券|限时/u,
];

/** Medical Service Act 27(3) and the safe defaults: nothing makes them allowed. Code → expression, on a text without spaces. */
export const FORBIDDEN: readonly (readonly [code: string, pattern: RegExp])[] = [
  ['copayment', /본인부담(?:금|료)?(?:을|를|이|은)?(?:전액)?(?:할인|면제|감면|무료|없|0원|지원|환급|안받)/u],
  ['copayment', /(?:할인|면제|감면|무료)(?:된|되는|받는)?본인부담/u],
  ['cash', /현금(?:을|으로)?(?:지급|증정|드립니다|드려요|캐시백|페이백|환급)|캐시백|페이백|현금경품/u],
  ['prize', /경품|사은품(?:추첨)?/u],
  ['lottery', /추첨|럭키드로우|뽑기|룰렛/u],
  ['first_come', /선착순/u],
  ['cash_price', /현금가|현금(?:결제|완납)?(?:시|하시면|할인)[^.\n]{0,12}(?:할인|저렴|싸)|현금할인|카드가|이체할인/u],
  ['referral_pay', /(?:소개|추천)(?:해주시|하시|하)면?[^.\n]{0,14}(?:현금|상품권|만원|기프티콘|사례금)/u],
  ['insured_free', /(?:스케일링|건강보험|보험(?:진료|적용)|급여)[^.\n]{0,10}(?:무료|공짜|0원)|무료(?:로)?스케일링/u],
];

/** Art. 56 of the Medical Service Act: not in an advertisement. */
export const OVERSTATED: readonly (readonly [code: string, pattern: RegExp])[] = [
  [
    'superlative',
    /최고(?!혈압|기온|령)|최상|최초|유일|최대규모|국내최대|1위|넘버원|제일(?:잘|좋)|가장(?:잘|안전|뛰어)/u,
  ],
  ['superlative', /\b(?:the best|no\.? ?1|number one|leading)\b|第一|最好|最佳|顶级|最先进/iu],
  [
    'guarantee',
    /100%(?:완치|성공|보장|만족)|완치|보장(?:합니다|해드|드립)|부작용(?:이)?(?:없|전혀|0)|통증(?:이)?(?:전혀)?없는|무통보장/u,
  ],
  [
    'guarantee',
    /\b(?:guaranteed?|painless|no side effects|100 ?% (?:success|cure))\b|包治|根治|保证治愈|无副作用|零风险/iu,
  ],
  ['testimonial', /치료후기|시술후기|수술후기|체험담|경험담|환자후기|후기보기|전후사진/u],
  ['testimonial', /\b(?:testimonials?|before and after|patient reviews?)\b|患者评价|治疗案例|术前术后/iu],
];

/** Non-covered vouchers are not forbidden, but somebody signs for them. */
export const NEEDS_SIGN_OFF = /쿠폰|바우처|상품권|기프티콘|포인트적립|vouchers?|coupons?|代金券/iu;

/** What must not stand in the subject of an e-mail. */
export const HEALTH_TOPICS =
  /임플란트|교정(?:치료)?|충치|신경치료|잇몸|치주|발치|사랑니|보철|틀니|미백|라미네이트|스케일링|수술|진단|검사결과|검진결과|암(?:검진|진단)|당뇨|고혈압|심장|전립선|자궁|유방|임신|출산|우울|정신|HIV|성병|처방|복용|치료(?!비)|implant|orthodont|root canal|whitening|surgery|diagnos|cancer|diabet|pregnan|prostate|cervical|breast|biops|prescription|treatment|test results?|种植|正畸|拔牙|牙周|根管|美白|手术|诊断|癌|糖尿病|高血压|怀孕|前列腺|宫颈|乳腺|检查结果|处方|治疗/iu;

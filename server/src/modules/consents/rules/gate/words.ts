/**
 * Words that the detector knows. Data, not law: an organisation's counsel reads what is left. Spaces inside a Korean expression may be left out or put
 * in, so that each is matched on a text without spaces; Latin ones are matched as words.
 */

/** What sells: one such sentence makes the whole message an advertisement. */
export const PROMOTIONAL: readonly RegExp[] = [
  /(?<!현금)할인(?!점)/u,
  /특가|세일|반값|파격|얼리버드|놓치지마세요/u,
  /이벤트(?!홀)/u,
  /프로모션|혜택|특별(?:한)?가(?:격)?(?:으)?로|1\+1|포인트\d배|(?:오픈|개원|개업)기념/u,
  /쿠폰|바우처|상품권|기프티콘|사은품|증정/u,
  /경품|추첨|선착순/u,
  /(?<!(?:변경|취소)[은는이가도]?)무료(?!수신거부|주차|전화|발렛|셔틀|통화|와이파이|거부)/u,
  /(?:친구|지인|가족)추천|(?:친구|지인|가족)[^.\n]{0,8}(?:소개|추천)(?:해주|해보|하시면|하면)/u,
  /최저가|초특가|가격인하/u,
  /지금(?:바로)?(?:예약|신청)하(?:시면|세요)/u,
  /신규(?:고객|환자)(?:이벤트|혜택|할인)/u,
  /\b(?:discounts?|sale|promo(?:tion)?s?|special (?:offer|deal|price)s?|coupons?|vouchers?|giveaway|limited[- ]time|free (?:gift|whitening|consultation|scaling))\b|\bsave (?:up to )?[$₩€£]?\d/iu,
  /\b\d{1,2} ?% off/iu,
  /优惠|特价|特惠|折扣|打折|促销|抽奖|赠品|免费(?!停车|电话|退订)|秒杀|代金券|限时|立减|满减|买一送一|团购|双11|双十一/u,
];

/** What informs asks nobody to agree to advertisements; that she has agreed may be said. */
export const ASKS_CONSENT: readonly RegExp[] = [
  /(?:광고|마케팅|홍보|판촉)[^.\n]{0,14}동의(?:를)?(?:해주|하시(?:면|겠|기)|하기|해보|부탁|바랍|요청|받고자|신청|눌러)/u,
  /\b(?:(?:would|do|will|could|can) you|please|click|reply|tap)\b[^.\n]{0,30}\b(?:agree|consent|opt in|sign up|subscribe)\b[^.\n]{0,40}\b(?:promotion|marketing|advert|offers)/iu,
  /(?:请|是否|欢迎)(?:您)?[^。\n]{0,6}同意[^。\n]{0,10}(?:广告|营销|促销|推广)/u,
];

/** Medical Service Act 27(3) and the safe defaults: nothing makes them allowed. Code → expression, on a text without spaces. */
export const FORBIDDEN: readonly (readonly [code: string, pattern: RegExp])[] = [
  ['copayment', /본인부담(?:금|료)?(?:을|를|이|은)?(?:전액)?(?:할인|면제|감면|무료|없|0원|지원|환급|안받)/u],
  ['copayment', /(?:할인|면제|감면|무료)(?:된|되는|받는)?본인부담|본인부담금?[^.\n]{0,4}포인트로/u],
  // What a plan covers may be said; that what is owed is waived may not.
  [
    'copayment',
    /\b(?:waiv(?:e[sd]?|ing)|forgiv(?:e[sn]?|ing))\b[^.\n]{0,20}\b(?:co-?pay(?:ment)?s?|deductibles?|coinsurance)\b|\b(?:co-?pay(?:ment)?|deductible|coinsurance) (?:waiver|waived|forgiven)\b/iu,
  ],
  ['copayment', /(?:免除?|减免|返还)(?:医保)?(?:自付|个人负担|共付)/u],
  ['cash', /현금(?:을|으로)?(?:지급|증정|드립니다|드려요|캐시백|페이백|환급)|캐시백|페이백|현금경품/u],
  ['cash', /교통비(?:를|도)?(?:지원|지급|제공|드)|返现|现金红包/u],
  ['cash', /\bcash ?back\b/iu],
  ['prize', /경품|사은품(?:추첨)?|赠品|奖品/u],
  ['prize', /\b(?:giveaways?|win (?:a|an|one of) [^.\n]{0,20}prizes?|free gifts?)\b/iu],
  // A tooth is drawn too (사랑니 뽑기): only a game is meant.
  ['lottery', /추첨|럭키드로우|(?:경품|랜덤|행운의?)뽑기|뽑기(?:이벤트|행사|판|게임)|룰렛|抽奖/u],
  ['lottery', /\b(?:lottery|raffle|(?:prize|lucky) draw)\b/iu],
  ['first_come', /선착순|먼저(?:오신|예약하신|신청하신)[^.\n]{0,6}\d+(?:분|명)|先到先得/u],
  ['first_come', /\bfirst come,? first served\b|\bfirst \d+ (?:patients|people|customers|callers)\b/iu],
  // That one can pay in cash, or needs a card, may be said: a price, or what is cheaper, may not.
  [
    'cash_price',
    /현(?:금|찰)가(?!능)|현(?:금|찰)(?:으로)?(?:결제|완납|납부)?(?:시|하시면|하면)[^.\n]{0,12}(?:할인|저렴|싸|DC)/iu,
  ],
  ['cash_price', /현금(?:할인|DC)|카드가(?:격)?[:은는]?\d|이체(?:시|하시면|하면)?[^.\n]{0,8}(?:할인|저렴|DC)/iu],
  ['cash_price', /카드(?:결제)?(?:시|는)?\d[\d,.]*(?:만|천)?원?[^\n]{0,4}현금(?:결제)?(?:시|은|는|완납)?\d/u],
  ['cash_price', /현금(?:결제)?(?:시|은|는|완납)?\d[\d,.]*(?:만|천)?원?[^\n]{0,4}카드(?:결제)?(?:시|는)?\d/u],
  ['cash_price', /现金(?:支付|付款)?(?:价|优惠|折扣)|刷卡(?:价|加收)/u],
  [
    'cash_price',
    /\b(?:cash|card) (?:price|discount)|\bdiscounts? for (?:paying (?:in )?)?cash\b|\bpay(?:ing)? (?:in |by )?cash (?:and|to) save\b/iu,
  ],
  [
    'referral_pay',
    /(?:소개|추천|데려오|모셔오)(?:해주시|하시|하|시)?(?:면|때|시(?!술|간|설|작|기))[^.\n]{0,14}(?:현금|상품권|만원|기프티콘|사례금|수수료)/u,
  ],
  [
    'referral_pay',
    /소개(?:비|료|수수료)(?!용)|알선(?:료|수수료)|환자유치|유치수수료|(?:推荐|介绍)[^。\n]{0,8}(?:送|得|返)(?:现金|红包|代金券|\d+元)/u,
  ],
  ['referral_pay', /\brefer(?:ring)?\b[^.\n]{0,30}(?:[$₩]\d|\bcash\b|\bgift cards?\b)/iu],
  [
    'insured_free',
    /(?:스케일링|스켈링|건강보험|보험(?:진료|적용)|(?<!비)급여)[^.\n]{0,10}(?:무료(?!수신거부|주차)|공짜|0원|서비스로)|무료(?:로)?(?:스케일링|스켈링)/u,
  ],
  ['insured_free', /(?:医保|社保)[^。\n]{0,8}(?:免费|0元)|免费洗牙/u],
  ['insured_free', /\bfree (?:scaling|covered (?:care|services?)|insured (?:care|services?))\b/iu],
  ['insured_free', /포인트로[^.\n]{0,4}(?:스케일링|스켈링|보험진료|건강보험)|(?:스케일링|스켈링)[^.\n]{0,4}포인트로/u],
];

/** Art. 56 of the Medical Service Act: not in an advertisement. */
export const OVERSTATED: readonly (readonly [code: string, pattern: RegExp])[] = [
  [
    'superlative',
    /최고(?!혈압|기온|령)|최상|최초(?!방문|내원|진료|상담|등록|1회)|최첨단|유일|최대규모|국내최대|1위|넘버원|제일(?:잘|좋)|가장(?:잘|안전|뛰어)/u,
  ],
  // Nobody is set beside another institution.
  ['superlative', /(?:타|다른)(?:병원|치과|의원|한의원)(?:보다|대비|에비해|과비교|와비교)/u],
  ['superlative', /\b(?:the best|no\.? ?1|number one|leading)\b|第一|最好|最佳|顶级|最先进/iu],
  [
    'guarantee',
    /100%(?:완치|성공|보장|만족)|완치|보장(?:합니다|해드|드립)|평생(?:보장|보증)|부작용(?:이|은|걱정)?(?:없|전혀|0|제로)|통증(?:이|걱정)?(?:전혀)?없(?:는|이)|무통보장/u,
  ],
  [
    'guarantee',
    /\b(?:guaranteed?|painless|no side effects|100 ?% (?:success|cure))\b|包治|根治|保证治愈|无副作用|零风险/iu,
  ],
  // A late pregnancy (임신 후기) tells of nobody's treatment.
  [
    'testimonial',
    /(?:치료|시술|수술|환자|이용|방문)후기|(?<!임신)후기(?:보기|이벤트|작성|모음|를|공개)|체험담|경험담|전후사진/u,
  ],
  ['testimonial', /\b(?:testimonials?|before ?(?:and|&|\/)? ?after|patient reviews?)\b|患者评价|治疗案例|术前术后/iu],
];

/** Non-covered vouchers are not forbidden, but somebody signs for them. */
export const NEEDS_SIGN_OFF = /쿠폰|바우처|상품권|기프티콘|포인트[^.\n]{0,6}적립|vouchers?|coupons?|代金券/iu;

/** What must not stand in the subject of an e-mail. */
export const HEALTH_TOPICS =
  /임플란트|교정(?:치료)?|충치|신경치료|잇몸|치주|발치|사랑니|보철|틀니|미백|라미네이트|스케일링|수술|시술|진단|검사|검진|내시경|접종|백신|독감|암(?:검진|진단)|당뇨|고혈압|심장|전립선|자궁|유방|임신|출산|우울|정신|HIV|성병|처방|복용|치료(?!비)|implant|orthodont|root canal|whitening|surgery|diagnos|cancer|diabet|pregnan|prostate|cervical|breast|biops|vaccin|immuni[sz]ation|flu shot|blood test|MRI\b|x-?ray|endoscop|prescription|treatment|test results?|种植|正畸|拔牙|牙周|根管|美白|洗牙|手术|诊断|癌|糖尿病|高血压|怀孕|前列腺|宫颈|乳腺|检查|体检|疫苗|接种|流感|处方|治疗/iu;

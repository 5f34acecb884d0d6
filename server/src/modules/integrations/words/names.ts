/** What lists write behind the name of a colleague. */
export const TITLES: readonly string[] = [
  ...[
    '상담실장',
    '실장님',
    '실장',
    '팀장',
    '매니저',
    '코디네이터',
    '코디',
    '상담사',
    '상담원',
    '간호사',
    '치위생사',
    '위생사',
    '선생님',
    '쌤',
    '님',
  ],
  ...['顾问', '老师', '主管', '客服', '护士', 'manager', 'coordinator', 'consultant'],
];

/** First letters of Korean and Chinese names: enough to see that a column holds names of persons. */
export const KOREAN_SURNAMES =
  '김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예봉사부경류유피제갈남궁황보선우독고사공';
export const CHINESE_SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤';

export const desk = {
  'desk.pass_due': '지난달 장기 부재: {pass}번째 재시도',
} as const;

import type { StatusWord } from './status-words.ts';

export const CHINESE_STATUS_WORDS: readonly StatusWord[] = [
  { code: 'NEW', whole: true, words: ['新客户', '新增', '新线索', '新咨询', '新登记', '未分配', '新建', '新单'] },
  { code: 'NEW', whole: true, sure: 0.7, words: ['已登记', '登记', '未处理', '新', '已建档'] },
  {
    code: 'WAITING',
    whole: true,
    words: ['待联系', '待跟进', '未联系', '待回访', '待拨打', '待咨询', '等待', '待首次联系', '已分配'],
  },
  {
    code: 'CALLBACK',
    words: ['回电', '约定回电', '待回电', '再联系', '稍后回电', '预约回电', '再打', '要求回电', '客户回电', '再次联系'],
  },
  {
    code: 'LATER',
    words: ['改日', '稍后联系', '以后再说', '以后联系', '长期跟进', '暂时不需要', '暂不考虑', '下次再说'],
  },
  { code: 'CONSULTING', words: ['咨询中', '沟通中', '跟进中', '洽谈中', '进行中', '已报价', '已发资料'] },
  {
    code: 'CONSULTING',
    whole: true,
    sure: 0.5,
    doubt: 'imports.why.several',
    words: ['已联系', '已沟通', '已接通', '接通', '已咨询', '已加微信', '有意向', '意向客户'],
  },
  { code: 'HOLD', words: ['待定', '暂缓', '搁置', '未决定', '犹豫', '犹豫中', '再看看'] },
  { code: 'HOLD', holdReasons: ['THINKING'], words: ['考虑中', '还在考虑', '考虑一下', '再考虑', '需要考虑', '考虑'] },
  { code: 'HOLD', holdReasons: ['FAMILY'], words: ['与家人商量', '和家人商量', '商量', '家人商量', '家属商量'] },
  { code: 'HOLD', holdReasons: ['SCHEDULE'], words: ['确认时间', '时间未定', '看时间', '确认日程', '时间待定'] },
  { code: 'HOLD', holdReasons: ['BUSY'], words: ['太忙', '最近忙', '没时间'] },
  {
    code: 'HOLD',
    sure: 0.65,
    holdReasons: ['COST'],
    doubt: 'imports.why.several',
    words: ['费用问题', '价格问题', '嫌贵', '太贵', '价格高', '价格', '费用', '预算不足'],
  },
  { code: 'HOLD', sure: 0.65, holdReasons: ['DISTANCE'], words: ['距离远', '太远', '距离问题'] },
  { code: 'HOLD', sure: 0.75, holdReasons: ['AWAY'], words: ['在外地', '出差', '在国外', '外地'] },
  { code: 'HOLD', sure: 0.75, holdReasons: ['FEAR'], words: ['怕疼', '害怕', '担心疼'] },
  { code: 'HOLD', holdReasons: ['COMPARING'], words: ['比较中', '对比中', '货比三家', '在对比'] },
  {
    code: 'BOOKED',
    whole: true,
    words: ['已预约', '预约成功', '预约', '已约', '预约到院', '预约完成', '已确认预约', '待到院', '待就诊'],
  },
  { code: 'RESCHEDULING', words: ['改约', '改期', '变更预约', '预约变更', '延期', '改时间', '推迟'] },
  { code: 'CANCELLED', words: ['取消预约', '已取消', '取消', '预约取消', '退约'] },
  { code: 'NO_SHOW', words: ['爽约', '未到诊', '未到院', '没来', '未来院', '失约', '未赴约', '未到'] },
  {
    code: 'VISITED',
    whole: true,
    words: ['已到诊', '已就诊', '已到院', '到院', '到诊', '已来院', '来院', '已到店', '到店', '就诊', '已面诊', '面诊'],
  },
  {
    code: 'VISITED',
    whole: true,
    sure: 0.75,
    words: ['已成交', '成交', '已治疗', '治疗中', '已手术', '已缴费', '已签约', '已消费'],
  },
  { code: 'UNREACHED', words: ['失联', '长期未接', '联系不上', '无法联系', '多次未接', '一直未接', '无法接通'] },
  {
    code: 'DECLINED',
    words: ['无意向', '拒绝', '不需要', '没兴趣', '不感兴趣', '无需求', '放弃', '不考虑', '战败', '流失', '已拒绝'],
  },
  {
    code: 'DECLINED',
    sure: 0.65,
    doubt: 'imports.why.several',
    words: ['去别家', '其他医院', '别的医院', '已在别处', '外院', '他院'],
  },
  {
    code: 'INELIGIBLE',
    words: ['不符合', '不适合', '不符合条件', '不能做', '无法治疗', '非目标客户', '不符合诊疗条件'],
  },
  {
    code: 'INVALID',
    invalidKind: 'wrong_number',
    words: ['空号', '号码错误', '错号', '打错', '停机', '非本人', '错误号码'],
  },
  { code: 'INVALID', invalidKind: 'fake', words: ['虚假', '恶作剧', '假信息', '骚扰', '垃圾信息', '测试', '同行'] },
  { code: 'INVALID', invalidKind: 'duplicate', words: ['重复', '重复登记', '重复客户', '重复咨询', '重单'] },
  {
    code: 'DO_NOT_CONTACT',
    words: ['请勿联系', '免打扰', '勿扰', '不要联系', '禁止联系', '拒绝联系', '勿打电话', '不要打电话'],
  },
  {
    code: 'DO_NOT_CONTACT',
    sure: 0.5,
    doubt: 'imports.why.stop_word',
    words: ['退订', '拒收', '拒收短信', '拉黑', '黑名单', '屏蔽'],
  },
];

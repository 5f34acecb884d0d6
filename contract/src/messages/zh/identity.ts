import type { identity as source } from '../ko/identity.ts';

export const identity: Record<keyof typeof source, string> = {
  // Refusals of the identity module, and names that it gives
  'identity.intake_team_name': '{site}接待组',
  'identity.wrong_credentials': '邮箱、密码或验证码不正确。',
  'identity.totp_required': '请输入验证器显示的六位数字。',
  'identity.locked': '错误次数过多，已暂时锁定。请在{minutes, number}分钟后重试。',
  'identity.no_membership': '此账号没有可进入的机构，请联系管理员。',
  'identity.password_short': '密码至少需要{minimum, number}个字符。',
  'identity.password_common': '该密码过于常见或与邮箱相同，请换一个。',
  'identity.password_wrong': '当前密码不正确。',
  'identity.password_needed': '该邮箱尚无账号，请设置初始密码。',
  'identity.already_member': '此人已是本机构的用户。',
  'identity.demo_account': '演示账号不能加入正式机构。',
  'identity.last_admin': '不能停用或更改最后一位管理员，请先指定另一位管理员。',
  'identity.person_needed': '只有登录的用户才能执行，API 密钥不可以。',
  'identity.totp_already_on': '两步验证已开启。',
  'identity.totp_not_started': '请先开始设置两步验证。',
  'identity.totp_wrong': '验证码不正确，请输入验证器当前显示的数字。',
  'identity.slug_invalid': '机构地址只能使用小写字母、数字和连字符，最多63个字符。',
  'identity.slug_taken': '地址“{slug}”已被使用。',
  'identity.time_zone_unknown': '未知的时区“{value}”，请按 Asia/Seoul 的格式填写。',
  'identity.hours_invalid':
    '{day, select, mon {周一} tue {周二} wed {周三} thu {周四} fri {周五} sat {周六} sun {周日} other {当天}}的营业时间不正确：每段须先开始后结束，且互不重叠。',
  'identity.calling_limits_invalid': '可致电时段的开始必须早于结束。',
  'identity.closure_exists': '{day}已是休诊日。',
  'identity.scope_unknown': '没有名为“{scope}”的权限。',
  'identity.scope_not_yours': '不能授予密钥您没有的权限（{scope}）。',
};

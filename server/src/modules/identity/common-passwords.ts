/** The commonest passwords of published leaks that a length of ten or a few added signs would let through, in small letters. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `1234567890 0123456789 0987654321 9876543210 12345678910 123456789a a123456789 123456789q q123456789 123456789z
1234567891 1234567899 1111111111 0000000000 2222222222 5555555555 7777777777 8888888888 9999999999 1212121212
1122334455 1231231231 123123123123 123123123a 1234512345 12345qwert 1234qwerasdf 123qweasdzxc 123qwe123qwe 12qwaszx12
1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qazxsw23edc 1qaz2wsx3e q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedc1 qazwsxedcrfv
qwertyuiop qwertyuiop1 qwertyuiop123 qwerty1234 qwerty12345 qwerty123456 qwer1234qwer qwe123qwe123 qweasdzxc1 qweasdzxc123
asdfghjkl1 asdfghjkl123 asdfasdfasdf asdf1234asdf asdfqwer1234 zxcvbnm123 zxcvbnm1234 zaq12wsxcde abcd1234abcd abcdefghij
abcdefghijk abcde12345 abc1234567 abc123abc123 aa12345678 aa123456789 a1b2c3d4e5 aaaaaaaaaa aaaaa11111 asd123asd123
password1! password10 password11 password12 password123 password1234 password12345 passw0rd123 p@ssw0rd123 p@ssword123
passwordpassword password01 mypassword mypassword1 changeme123 changeme1234 letmein123 letmein1234 welcome123 welcome1234
iloveyou12 iloveyou123 ilovekorea iloveyou1! sunshine12 princess12 football12 baseball12 superman123 dragon12345
administrator admin12345 admin123456 admin1234567 adminadmin root123456 test123456 test1234567 testtest123 user123456
tjdqnr1234 dkssudgktpdy alsrl12345 rkskekfk12 wpqkfrmaks tkfkdgo123 tkfkdgody1 dkagh12345 qlalfqjsgh qlalfqjsgh1
woaini1314 woaini1314520 woaini5201314 a5201314520 5201314520 wang123456 zhang123456 qq123456789 zxc123456789 asd123456789`.split(
    /\s+/,
  ),
);

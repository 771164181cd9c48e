using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace OmoBroadcast.Domain.Texts;

/// <summary>
/// What a text says once all is taken off that says nothing: blanks, punctuation, quotes, brackets, emoji, marks and format characters that
/// cannot be seen. Width, case, and traditional or simplified Chinese make no difference.
/// </summary>
public sealed class Essence
{
    // Traditional (or Japanese) and simplified, of what is written in and around such words.
    private const string Pairs =
        "訂订閱阅請请煩烦幫帮讓让給给謝谢廣广發发傳传訊讯電电報报關关閉闭別别沒没無无還还後后終终續续繼继銷销營营號号帳账戶户擾扰騷骚亂乱複复復复覆复開开啟启啓启"
        + "對对會会員员為为爲为這这們们個个說说話话點点間间時时現现專专優优購购買买賣卖貨货單单動动態态資资內内類类聲声應应該该將将來来過过進进連连絡络聯联繫系係系屬属於于從从眾众體体樣样標标題题"
        + "選选擇择項项頻频簡简麼么麽么嗎吗妳你囉啰佈布計计劃划設设備备註注冊册讀读読读錄录録录絕绝託托郵邮務务馬马擋挡";

    private static readonly FrozenDictionary<char, char> Simplified = Paired().ToFrozenDictionary();

    private readonly bool[] ends;

    private Essence(string letters, bool[] ends) => (Letters, this.ends) = (letters, ends);

    /// <summary>Its letters and digits without anything between them.</summary>
    public string Letters { get; }

    /// <summary>Whether a word may end before the letter at that place: always beside a script that writes without blanks.</summary>
    public bool IsEdge(int at) => at == 0 || at == Letters.Length || ends[at];

    /// <summary>
    /// A letter that says the same whatever stands around it, in the form in which it is compared: digits, and scripts that have neither
    /// case nor marks. Null of any other.
    /// </summary>
    public static char? Settled(char letter) =>
        letter is (>= '0' and <= '9') or (>= '\u4E00' and <= '\u9FFF') ? Simplified.GetValueOrDefault(letter, letter) : null;

    /// <param name="longest">Of the text so many UTF-16 units are looked at.</param>
    public static Essence Of(string? text, int longest)
    {
        var folded = TextFold.Fold(text, longest);
        var letters = new StringBuilder(folded.Length);
        var ends = new List<bool>(folded.Length);
        Span<char> units = stackalloc char[2];
        var (gap, dense) = (false, false);
        foreach (var rune in folded.EnumerateRunes())
        {
            if (IsUnseen(rune))
                continue;
            if (!Says(rune))
            {
                gap = true;
                continue;
            }

            var (was, now) = (dense, rune.Value >= 0x2E80);
            ends.Add(gap || was || now);
            (gap, dense) = (false, now);
            var written = units[..rune.EncodeToUtf16(units)];
            if (written.Length == 1 && Simplified.TryGetValue(written[0], out var simple))
                written[0] = simple;
            letters.Append(written);
            if (written.Length == 2)
                ends.Add(false);
        }

        return new(letters.ToString(), [.. ends]);
    }

    private static bool Says(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.LetterNumber
                or UnicodeCategory.OtherNumber
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Format characters, variation selectors, fillers, and marks that decorate without being of the letter.</summary>
    private static bool IsUnseen(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.EnclosingMark
        || rune.Value
            is (>= 0x0300 and <= 0x036F)
                or (>= 0x1AB0 and <= 0x1AFF)
                or (>= 0x1DC0 and <= 0x1DFF)
                or (>= 0x20D0 and <= 0x20FF)
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xFE20 and <= 0xFE2F)
                or (>= 0xE0100 and <= 0xE01EF)
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or (>= 0x180B and <= 0x180F);

    private static IEnumerable<KeyValuePair<char, char>> Paired()
    {
        for (var i = 0; i + 1 < Pairs.Length; i += 2)
            yield return new(Pairs[i], Pairs[i + 1]);
    }
}

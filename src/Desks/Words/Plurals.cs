using System.Globalization;
using System.Text.RegularExpressions;

namespace OmoBroadcast.Desks.Words;

/// <summary>English has one form for one and another for more: <c>{0} [[0:customer|customers]]</c> names the number that decides.</summary>
internal static partial class Plurals
{
    public static string Choose(string sentence, ReadOnlySpan<object?> with)
    {
        if (!sentence.Contains("[[", StringComparison.Ordinal))
            return sentence;
        foreach (Match form in Form().Matches(sentence))
        {
            var number = int.Parse(form.Groups[1].Value, CultureInfo.InvariantCulture);
            var one = Convert.ToString(with[number], CultureInfo.InvariantCulture) == "1";
            sentence = sentence.Replace(form.Value, form.Groups[one ? 2 : 3].Value, StringComparison.Ordinal);
        }
        return sentence;
    }

    [GeneratedRegex(@"\[\[(\d):([^|\]]*)\|([^\]]*)\]\]")]
    private static partial Regex Form();
}

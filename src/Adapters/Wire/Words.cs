namespace OmoBroadcast.Adapters.Wire;

/// <summary>A platform's words, made fit for a line of a report.</summary>
internal static class Words
{
    private const int Longest = 300;

    public static string Tidy(string words)
    {
        var line = words.Length > Longest ? words[..Longest] : words;
        return line.Any(char.IsControl) ? new string([.. line.Select(letter => char.IsControl(letter) ? ' ' : letter)]) : line;
    }
}

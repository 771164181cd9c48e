namespace OmoBroadcast.Adapters.Meta;

/// <summary>Ids of people on Messenger and Instagram: digits, too many for a number.</summary>
internal static class PageId
{
    private const int Longest = 32;

    public static bool IsOne(string id) => id.Length is > 0 and <= Longest && id.All(char.IsAsciiDigit);
}

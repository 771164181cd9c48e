using System.Net.Http.Headers;

namespace OmoBroadcast.Adapters.Wire;

/// <summary>A platform's wish to be left alone, within reason.</summary>
internal static class RetryAfter
{
    /// <summary><paramref name="otherwise"/> when the header is missing, unreadable, zero or in the past; never more than
    /// <paramref name="most"/>.</summary>
    public static TimeSpan Read(RetryConditionHeaderValue? header, DateTimeOffset now, TimeSpan otherwise, TimeSpan most)
    {
        var wait = header?.Delta ?? header?.Date - now ?? otherwise;
        return wait <= TimeSpan.Zero ? otherwise
            : wait > most ? most
            : wait;
    }
}

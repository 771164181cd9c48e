namespace OmoBroadcast.Adapters.Meta;

/// <summary>The codes of Messenger and Instagram. Where Meta does not say what a subcode means, only its message is given up.</summary>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes"/>
internal static class PageErrors
{
    /// <summary>Nobody the page can write to, and whoever asked for no more.</summary>
    public static bool IsLasting(string code) =>
        code.EndsWith("/2018001", StringComparison.Ordinal)
        || code.EndsWith("/2534014", StringComparison.Ordinal)
        || code.EndsWith("/1893015", StringComparison.Ordinal);

    public static readonly ErrorTable Table = new(
        null,
        [
            .. GraphErrors.Everywhere,
            // "Invalid JSON reply": known to come although the message was delivered.
            new(1, 1357046, Remedy.Unsure),
            new(2, 1545133, Remedy.Retry),
            new(2, 2018344, Remedy.Stop),
            new(4, 2018354, Remedy.Pace, 60),
            new(9, 2018352, Remedy.Pace, 60),
            // The window, and the recipient.
            new(10, 2018278, Remedy.Drop),
            new(10, 2534022, Remedy.Drop),
            new(10, 2018065, Remedy.Drop),
            new(10, 2018108, Remedy.Drop),
            new(100, 2018001, Remedy.Drop),
            new(100, 2534014, Remedy.Drop),
            .. GraphRule.Anywhere(1545041, Remedy.Drop),
            new(551, 0, Remedy.Drop),
            .. GraphRule.Anywhere(2534001, Remedy.Drop),
            .. GraphRule.Anywhere(2534025, Remedy.Drop),
            new(9000001, 0, Remedy.Drop),
            new(36103, 0, Remedy.Drop),
            new(10, 1893015, Remedy.Unsubscribed),
            new(613, 1893016, Remedy.Drop),
            // Another app holds the chat.
            new(10, 2018300, Remedy.Drop),
            new(10, 2018321, Remedy.Drop),
            .. GraphRule.Anywhere(2534037, Remedy.Drop),
            // The message.
            new(10, 1404170, Remedy.Fix),
            new(10, 2018336, Remedy.Fix),
            // It could not fetch what we show it: once more, as it may be our side's passing trouble.
            new(100, 2018008, Remedy.Retry, Most: 2),
            new(100, 2018014, Remedy.Fix),
            new(100, 2018047, Remedy.Fix),
            new(100, 2018109, Remedy.Fix),
            new(100, 2018164, Remedy.Fix),
            new(100, 2018294, Remedy.Fix),
            new(100, 2534015, Remedy.Fix),
            .. GraphRule.Anywhere(2534068, Remedy.Fix),
            new(100, 2018074, Remedy.Upload),
            // The account.
            new(10, 1893063, Remedy.Stop),
            new(10, 2534077, Remedy.Stop),
            .. GraphRule.Anywhere(2534122, Remedy.Stop),
            new(100, 2534013, Remedy.Stop),
            new(200, 2018021, Remedy.Stop),
            new(200, 2018027, Remedy.Stop),
            new(200, 2018028, Remedy.Stop),
            new(200, 2534041, Remedy.Stop),
            new(2022, 0, Remedy.Stop),
            .. GraphRule.Anywhere(2534029, Remedy.Stop),
            // "Bothersome": slow down sharply or be restricted.
            new(613, 2018338, Remedy.Quota, 3600),
            new(613, 2534040, Remedy.Pace, 60),
        ]
    );
}

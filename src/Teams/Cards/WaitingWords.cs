using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>How long somebody waits, and how long they may still be written to freely.</summary>
internal static class WaitingWords
{
    /// <summary>Null when there is nothing to say.</summary>
    public static string? Standing(this Phrases phrases, Customer customer, DateTimeOffset? windowEnd, DateTimeOffset now)
    {
        var waits = customer.WaitingSince is { } since ? phrases.Say("Waits", phrases.Say(now - since)) : null;
        var window = windowEnd is { } end ? phrases.Window(end, now) : null;
        return (waits, window) switch
        {
            (null, null) => null,
            (null, _) => window,
            (_, null) => waits,
            _ => $"{waits} · {window}",
        };
    }

    /// <summary>How long the platform still lets them be written to freely.</summary>
    public static string Window(this Phrases phrases, DateTimeOffset end, DateTimeOffset now) =>
        end <= now ? phrases["Window_Over"] : phrases.Say("Window_Left", phrases.Left(end - now));
}

using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Why a channel cannot carry a message, with the limit in it.</summary>
internal static class Reasons
{
    public static string Why(this Phrases phrases, Objection objection)
    {
        var (key, limit) = ($"ObjectionKind_{objection.Kind}", objection.Limit ?? 0);
        return objection.Kind switch
        {
            ObjectionKind.MediaSize => phrases.SayOfFile(key, limit),
            ObjectionKind.TextBytes => phrases.SayOfText(key, limit),
            _ => phrases.Say(key, phrases.Count(limit)),
        };
    }
}

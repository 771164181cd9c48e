using OmoBroadcast.Desks.Words;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Why a channel cannot carry a message, with the limit in it.</summary>
internal static class Reasons
{
    public static string Why(this Phrases phrases, Objection objection) =>
        phrases.Say(
            $"ObjectionKind_{objection.Kind}",
            objection.Kind == ObjectionKind.MediaSize ? phrases.Bytes(objection.Limit ?? 0) : phrases.Count(objection.Limit ?? 0)
        );
}

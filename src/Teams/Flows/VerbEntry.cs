using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Does what a button is for, or shows how that stands.</summary>
internal delegate Task<FlowResult> Handler<in T>(Visit visit, T payload, CancellationToken cancellationToken);

/// <summary>A verb with the handler that a flow has registered for it.</summary>
/// <param name="Act">What pressing it does.</param>
/// <param name="Present">What whoever presses it again gets to see; null where it may be done again.</param>
internal sealed record VerbEntry(Verb Verb, Handler<CardData> Act, Handler<CardData>? Present);

/// <summary>The verbs of one flow, each beside its handler.</summary>
internal interface IVerbSet
{
    IEnumerable<VerbEntry> Entries { get; }
}

/// <summary>Puts a handler to a verb, by its kind.</summary>
internal static class VerbRegistration
{
    public static VerbEntry Shows<T>(this ShowVerb<T> verb, Handler<T> show)
        where T : IPayload<T> => new(verb, Reading(show), null);

    public static VerbEntry Drafts<T>(this DraftVerb<T> verb, Handler<T> change)
        where T : IPayload<T> => new(verb, Reading(change), null);

    /// <param name="present">How it stands, for whoever presses again.</param>
    public static VerbEntry Once<T>(this OnceVerb<T> verb, Handler<T> act, Handler<T> present)
        where T : IPayload<T> => new(verb, Reading(act), Reading(present));

    private static Handler<CardData> Reading<T>(Handler<T> handler)
        where T : IPayload<T> => (visit, data, cancellationToken) => handler(visit, T.Read(data), cancellationToken);
}

using System.Text.Json;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Something the connector did for the bot.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="At">Unix microseconds.</param>
/// <param name="Kind">post, update, delete, typing or conversation.</param>
/// <param name="Conversation">Which one.</param>
/// <param name="Id">The activity's id; null if Teams tells none.</param>
/// <param name="ReplyTo">The activity it answers.</param>
/// <param name="Activity">What the bot sent.</param>
internal sealed record TeamsEvent(
    long Sequence,
    long At,
    string Kind,
    string Conversation,
    string? Id,
    string? ReplyTo,
    JsonElement? Activity
);

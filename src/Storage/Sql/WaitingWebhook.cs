using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Storage.Sql;

/// <summary>A verified webhook call.</summary>
/// <param name="Headers">Only those that reading it again needs.</param>
/// <param name="At">When it came.</param>
/// <param name="OnlyEvents">By their ids the events of its body that are meant; null for all.</param>
/// <param name="Unheard">Somebody says no in it, and that is written down nowhere else.</param>
public sealed record WaitingWebhook(
    ChannelId Channel,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body,
    DateTimeOffset At,
    IReadOnlyCollection<string>? OnlyEvents = null,
    bool Unheard = false
);

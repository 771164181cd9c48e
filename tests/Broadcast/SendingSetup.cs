using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>What a <see cref="SendingHouse"/> stands on and sends from; the engines are embedded where none is named.</summary>
internal sealed record SendingSetup(IReadOnlyList<(IChannel Channel, Account Account)> Accounts)
{
    public string Redis { get; init; } = "";

    public string Database { get; init; } = "";

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

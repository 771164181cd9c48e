using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Playing;

/// <summary>How much of the service a <see cref="TestHouse"/> has; each has what those before it have.</summary>
internal enum HouseParts
{
    /// <summary>Storage, Broadcast and Desks, without a socket.</summary>
    Sending,

    /// <summary>And the endpoint and the cards of Teams.</summary>
    Teams,

    /// <summary>And reception, health and the limits of the server: the whole service.</summary>
    Whole,
}

/// <summary>What a <see cref="TestHouse"/> consists of, stands on and sends from.</summary>
internal sealed record HouseSetup
{
    public HouseParts Parts { get; init; } = HouseParts.Whole;

    /// <summary>Where Redis is; the embedded one where none is named.</summary>
    public string Redis { get; init; } = "";

    /// <summary>PostgreSQL's connection string; SQLite where none is named.</summary>
    public string Database { get; init; } = "";

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public string Environment { get; init; } = "Production";

    /// <summary>Accounts on channels of the test's own, instead of the service's adapters.</summary>
    public IReadOnlyList<(IChannel Channel, Account Account)> Scripted { get; init; } = [];

    /// <summary>Of two with the same key the later one counts.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    /// <summary>Everything that sends, from these accounts.</summary>
    public static HouseSetup Sending(params IReadOnlyList<(IChannel Channel, Account Account)> accounts) =>
        new() { Parts = HouseParts.Sending, Scripted = accounts };

    /// <summary>Everything that sends, from one account on this channel, called as Instagram's is.</summary>
    public static HouseSetup Sending(IChannel channel) => Sending((channel, new Account(TestAccounts.Instagram, "store")));
}

namespace OmoBroadcast.Domain.Channels;

/// <summary>The channels this build can speak and the accounts this installation has.</summary>
public sealed class Roster(IEnumerable<IChannel> channels, IEnumerable<Account> accounts)
{
    private readonly Dictionary<ChannelId, IChannel> channels = channels.ToDictionary(channel => channel.Id);

    private readonly Dictionary<AccountKey, Account> known = accounts
        .DistinctBy(account => account.Key)
        .ToDictionary(account => account.Key);

    public IReadOnlyList<Account> Accounts { get; } = [.. accounts];

    /// <summary>The account of that key; one that is no longer configured has only its key.</summary>
    public Account Account(AccountKey key) => known.GetValueOrDefault(key) ?? new Account(key, key.Id);

    /// <summary>The names of those accounts that are not the only one of their channel: what tells their customers apart.</summary>
    public IReadOnlyDictionary<AccountKey, string> Siblings { get; } =
        accounts
            .DistinctBy(account => account.Key)
            .GroupBy(account => account.Key.Channel)
            .Where(channel => channel.Count() > 1)
            .SelectMany(channel => channel)
            .ToDictionary(account => account.Key, account => account.Name);

    /// <summary>The channel whose approved templates are sent: the first with such an account, else the first that has templates.</summary>
    public ChannelId TemplateChannel =>
        Accounts
            .Select(account => account.Key.Channel)
            .Concat(ChannelCatalog.All.Select(traits => traits.Id))
            .First(channel => ChannelCatalog.Of(channel).TemplateScope is not null);

    /// <summary>Null for a name that no channel has.</summary>
    public IChannel? Find(ChannelId id) => channels.GetValueOrDefault(id);

    /// <summary>Throws <see cref="KeyNotFoundException"/> for a channel this build cannot speak.</summary>
    public IChannel this[ChannelId id] => channels[id];
}

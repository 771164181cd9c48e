using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Meta;

/// <summary>The accounts of one of Meta's channels.</summary>
internal sealed class MetaAccounts(IOptions<AccountsOptions> options, ChannelId channel, Func<AccountOptions, MetaAccount> create)
    : IDisposable
{
    public static readonly Uri Facebook = new("https://graph.facebook.com");

    private readonly Dictionary<string, MetaAccount> accounts = options
        .Value.Accounts.Where(account => account.Channel == channel.Value)
        .ToDictionary(account => account.Id, create, StringComparer.Ordinal);

    public ChannelId Channel => channel;

    public IReadOnlyCollection<MetaAccount> All => accounts.Values;

    public MetaAccount? Find(string id) => accounts.GetValueOrDefault(id);

    public MetaAccount? Find(AccountKey key) => key.Channel == channel ? Find(key.Id) : null;

    public void Dispose()
    {
        foreach (var account in accounts.Values)
            account.Dispose();
    }
}

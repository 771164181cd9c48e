using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.Line;

/// <summary>The LINE accounts of this installation.</summary>
internal sealed class LineAccounts(IOptions<AccountsOptions> options) : IDisposable
{
    private readonly Dictionary<string, LineAccount> accounts = options
        .Value.Accounts.Where(account => account.Channel == LineTraits.Id.Value)
        .ToDictionary(account => account.Id, account => new LineAccount(account), StringComparer.Ordinal);

    public IReadOnlyCollection<LineAccount> All => accounts.Values;

    public LineAccount? Find(string id) => accounts.GetValueOrDefault(id);

    public LineAccount? Find(AccountKey key) => key.Channel == LineTraits.Id ? Find(key.Id) : null;

    public void Dispose()
    {
        foreach (var account in accounts.Values)
            account.Dispose();
    }
}

using System.Collections.Concurrent;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>The Pages, Instagram accounts and WhatsApp numbers that were declared.</summary>
internal sealed class MetaAccounts(Portfolio portfolio) : IPlatformAccounts
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<(Channel Channel, string Id), MetaAccount> _accounts = new();

    public MetaAccount Declare(Channel channel, MetaAccountRequest wanted)
    {
        lock (_lock)
        {
            var account = _accounts.GetOrAdd((channel, wanted.Id), key => new MetaAccount(key.Channel, key.Id));
            account.Token = wanted.Token ?? account.Token;
            account.Secret = wanted.Secret ?? account.Secret;
            account.Secrets = wanted.Secrets ?? (wanted.Secret is { } one ? [one] : account.Secrets);
            account.VerifyToken = wanted.VerifyToken ?? account.VerifyToken;
            account.Webhook = wanted.WebhookUrl ?? account.Webhook;
            account.Name = wanted.Name ?? account.Name;
            account.AppId = wanted.AppId ?? account.AppId;
            account.Waba = wanted.Waba ?? account.Waba;
            account.Phone = wanted.Phone ?? account.Phone;
            account.PageId = wanted.PageId ?? account.PageId;
            account.RequireProof = wanted.RequireProof ?? account.RequireProof;
            account.RedeliverAfterMs = wanted.RedeliverAfterMs ?? account.RedeliverAfterMs;
            return account;
        }
    }

    public IReadOnlyList<MetaAccount> Of(Channel channel) =>
        [.. _accounts.Values.Where(a => a.Channel == channel).OrderBy(a => a.Id, StringComparer.Ordinal)];

    /// <summary>By id; without one, the first.</summary>
    public MetaAccount? Find(Channel channel, string? id) =>
        id is not null ? _accounts.GetValueOrDefault((channel, id))
        : Of(channel) is [var first, ..] ? first
        : null;

    bool IPlatformAccounts.Hold(Channel channel) => channel != Channel.Line;

    PlatformAccount? IPlatformAccounts.Find(Channel channel, string? id) => Find(channel, id);

    PlatformAccount IPlatformAccounts.Declare(Channel channel, AccountFacts facts) =>
        Declare(
            channel,
            new MetaAccountRequest(
                facts.Id,
                facts.Token,
                facts.Secret,
                WebhookUrl: facts.WebhookUrl,
                RedeliverAfterMs: facts.RedeliverAfterMs
            )
        );

    /// <summary>The accounts that the token opens: a Page token one, a system user's several.</summary>
    public IReadOnlyList<MetaAccount> With(Channel channel, string token) =>
        [.. Of(channel).Where(a => a.Token is null || a.Token == token)];

    public void Forget()
    {
        foreach (var account in _accounts.Values)
            account.Forget();
        portfolio.Clear();
    }
}

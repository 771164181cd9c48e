using System.Collections.Concurrent;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Line;

/// <summary>The official accounts and their tokens. Until one is declared with a token, any token opens an account of its own.</summary>
internal sealed class LineAccounts(CustomerBook customers, Violations violations) : IPlatformAccounts
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, LineAccount> _declared = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LineAccount> _byToken = new(StringComparer.Ordinal);
    private volatile bool _anyToken = true;

    public LineAccount Declare(AccountRequest wanted)
    {
        lock (_lock)
        {
            var account = _declared.GetOrAdd(wanted.Destination, id => new LineAccount(id, true, customers, violations));
            account.Secret = wanted.Secret ?? account.Secret;
            account.Name = wanted.Name ?? account.Name;
            account.Webhook = wanted.WebhookUrl ?? account.Webhook;
            account.RecipientsFirst = wanted.RecipientsFirst ?? account.RecipientsFirst;
            account.RefuseUnknownInMulticast = wanted.RefuseUnknownInMulticast ?? account.RefuseUnknownInMulticast;
            account.RedeliverAfterMs = wanted.RedeliverAfterMs ?? account.RedeliverAfterMs;
            if (wanted.Token is null || wanted.Token == account.Token)
                return account;
            if (account.Token is { } old)
                _byToken.TryRemove(old, out _);
            if (_anyToken)
                _byToken.Clear();
            account.Token = wanted.Token;
            _byToken[wanted.Token] = account;
            _anyToken = false;
            return account;
        }
    }

    public IReadOnlyList<LineAccount> Declared => [.. _declared.Values.OrderBy(a => a.Id, StringComparer.Ordinal)];

    public LineAccount? Find(string? destination) =>
        destination is not null ? _declared.GetValueOrDefault(destination)
        : Declared is [var first, ..] ? first
        : null;

    bool IPlatformAccounts.Hold(Channel channel) => channel == Channel.Line;

    PlatformAccount? IPlatformAccounts.Find(Channel channel, string? id) => Find(id);

    PlatformAccount? IPlatformAccounts.Declare(Channel channel, AccountFacts facts) =>
        LineId.TryParse(facts.Id, out _)
            ? Declare(new AccountRequest(facts.Id, facts.Token, facts.Secret, facts.WebhookUrl, null, facts.RedeliverAfterMs))
            : null;

    /// <param name="authorization">The header; <c>Bearer …</c>.</param>
    public LineAccount? Authenticate(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return null;
        var token = authorization["Bearer ".Length..].Trim();
        if (_byToken.TryGetValue(token, out var account))
            return account;
        if (!_anyToken || token.Length == 0)
            return null;
        lock (_lock)
        {
            if (!_anyToken)
                return null;
            if (_declared is { Count: 1 })
                return _declared.Values.First();
            return _byToken.GetOrAdd(token, _ => new LineAccount($"channel-{_byToken.Count + 1}", false, customers, violations));
        }
    }

    /// <summary>Retry keys and usage start anew; the accounts stay.</summary>
    public void Forget()
    {
        foreach (var account in _declared.Values.Concat(_byToken.Values))
            account.Forget();
    }
}

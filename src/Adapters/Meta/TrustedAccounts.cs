namespace OmoBroadcast.Adapters.Meta;

/// <summary>
/// The accounts that a body may speak of: those that have the secret it is signed with. One who holds the secret of one account must not
/// speak for another; and others' accounts, which Meta sends when the same app serves them too, are nobody's here.
/// </summary>
internal sealed class TrustedAccounts(MetaAccounts accounts, string secret)
{
    /// <summary>The body spoke of an account of ours with a secret that is not the account's: most likely one is missing in the
    /// configuration.</summary>
    public bool Disbelieved { get; private set; }

    public MetaAccount? Find(string? id)
    {
        if (id is null || accounts.Find(id) is not { } account)
            return null;
        if (account.Secrets.Contains(secret))
            return account;
        Disbelieved = true;
        return null;
    }

    /// <summary>The numbers of a WhatsApp business account.</summary>
    public IEnumerable<MetaAccount> OfWaba(string? waba)
    {
        if (string.IsNullOrEmpty(waba))
            yield break;
        foreach (var account in accounts.All)
        {
            if (account.Waba != waba)
                continue;
            if (account.Secrets.Contains(secret))
                yield return account;
            else
                Disbelieved = true;
        }
    }
}

namespace OmoBroadcast.Adapters;

/// <summary>All of <c>Omo:Accounts</c>.</summary>
public sealed class AccountsOptions
{
    public IList<AccountOptions> Accounts { get; } = [];

    /// <summary>What could not be read from a <c>…File</c> key; each names its key.</summary>
    public IList<string> Unreadable { get; } = [];
}

using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>The accounts of all platforms.</summary>
internal sealed class Platforms(IEnumerable<IPlatformAccounts> all)
{
    private readonly IPlatformAccounts[] _all = [.. all];

    public PlatformAccount? Find(Channel channel, string? id) => Of(channel).Find(channel, id);

    /// <summary>Makes the account known, as far as its customers say; null if that cannot be its id.</summary>
    public PlatformAccount? Declare(Channel channel, CustomersRequest wanted) =>
        Of(channel)
            .Declare(
                channel,
                new AccountFacts(wanted.Destination, wanted.Token, wanted.Secret, wanted.WebhookUrl, wanted.RedeliverAfterMs)
            );

    private IPlatformAccounts Of(Channel channel) => Array.Find(_all, accounts => accounts.Hold(channel))!;
}

using OmoBroadcast.Sandbox.Line;
using OmoBroadcast.Sandbox.Meta;

namespace OmoBroadcast.Sandbox.Customers;

/// <summary>The accounts of all platforms.</summary>
internal sealed class Platforms(LineAccounts line, MetaAccounts meta)
{
    public PlatformAccount? Find(Channel channel, string? id) => channel == Channel.Line ? line.Find(id) : meta.Find(channel, id);

    /// <summary>Makes the account known, as far as its customers say; null if that cannot be its id.</summary>
    public PlatformAccount? Declare(Channel channel, CustomersRequest wanted)
    {
        if (channel != Channel.Line)
        {
            return meta.Declare(
                channel,
                new MetaAccountRequest(
                    wanted.Destination,
                    wanted.Token,
                    wanted.Secret,
                    WebhookUrl: wanted.WebhookUrl,
                    RedeliverAfterMs: wanted.RedeliverAfterMs
                )
            );
        }

        return LineId.TryParse(wanted.Destination, out _)
            ? line.Declare(
                new AccountRequest(wanted.Destination, wanted.Token, wanted.Secret, wanted.WebhookUrl, null, wanted.RedeliverAfterMs)
            )
            : null;
    }
}

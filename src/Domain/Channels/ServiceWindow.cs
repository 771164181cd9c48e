namespace OmoBroadcast.Domain.Channels;

/// <summary>Which events besides a message open a platform's window for free messages.</summary>
public static class ServiceWindow
{
    public static bool IsOpenedBy(InboundEvent inbound) =>
        // In standby another app holds the thread: what is pressed there is not for us to answer.
        !inbound.Standby && ChannelCatalog.Of(inbound.Account.Channel).OpensWindow(inbound.Body);
}

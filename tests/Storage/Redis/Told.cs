using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Storage.Redis;

/// <summary>Events, shortly.</summary>
internal static class Told
{
    public static InboundEvent Message(
        CustomerKey customer,
        string id,
        DateTimeOffset at,
        string? text = "hello",
        bool standby = false,
        string? messageId = null
    ) =>
        new(
            id,
            customer.Account,
            customer.UserId,
            at,
            standby,
            new InboundBody.Message(messageId ?? "m" + id, MessageKind.Text, text, null),
            null
        );

    public static InboundEvent Of(CustomerKey customer, string id, DateTimeOffset at, InboundBody body) =>
        new(id, customer.Account, customer.UserId, at, false, body, null);
}

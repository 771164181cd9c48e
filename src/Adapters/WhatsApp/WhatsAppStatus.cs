using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>One of <c>statuses</c>: how far a message of ours has come.</summary>
internal static class WhatsAppStatus
{
    public static InboundEvent Read(MetaAccount account, JsonElement status, DateTimeOffset entryAt)
    {
        var at = MetaTime.Read(status, "timestamp"u8) ?? entryAt;
        var word = LooseJson.Text(status, "status"u8) ?? "";
        ReceiptKind? kind = word switch
        {
            "sent" => ReceiptKind.Sent,
            "delivered" => ReceiptKind.Delivered,
            "read" or "played" => ReceiptKind.Read,
            "failed" => ReceiptKind.Failed,
            _ => null,
        };
        var message = LooseJson.Text(status, "id"u8);
        var user = LooseJson.Is(status, "recipient_type"u8, "group"u8) ? null : WhatsAppId.Read(status, "recipient_id"u8, "recipient_user_id"u8);

        // A status we do not know is nothing that the customer said.
        if (kind is not { } known || message is not { Length: > 0 and <= 256 }) return Harvest.Kept(account.Key, null, at, $"status {word}", status);
        var of = Correlation.Read(LooseJson.Text(status, "biz_opaque_callback_data"u8));
        var fault = known == ReceiptKind.Failed ? Fault(status) : null;
        return new(
            EventId.Of(message, word, LooseJson.Text(status, "recipient_participant_id"u8)), account.Key, user, at, false,
            new InboundBody.Receipt(known, message, of, null, fault), fault is null ? null : Harvest.Raw(status),
            Alias: user is not null && WhatsAppId.IsScoped(user) ? user : null);
    }

    private static SendOutcome Fault(JsonElement status)
    {
        if (LooseJson.Array(status, "errors"u8) is { } errors)
            foreach (var error in errors.EnumerateArray())
                if (error.ValueKind == JsonValueKind.Object && GraphError.Of(error) is { } read) return WhatsAppErrors.Table.Fault(read);
        return new SendOutcome.Refused(RefusalScope.Content, "failed", "");
    }
}

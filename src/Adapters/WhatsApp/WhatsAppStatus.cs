using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>One of <c>statuses</c>: how far a message of ours has come.</summary>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status/"/>
internal static class WhatsAppStatus
{
    /// <param name="standby">Another responder has the conversation; the message may be theirs.</param>
    public static InboundEvent Read(MetaAccount account, JsonElement status, DateTimeOffset entryAt, bool standby = false)
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
        var message = PlatformId.Read(status, "id"u8, 256);
        var user = LooseJson.Is(status, "recipient_type"u8, "group"u8)
            ? null
            : WhatsAppId.Read(status, "recipient_id"u8, "recipient_user_id"u8);

        // How a payment stands is no word of how a message does, though it may fail in the same word.
        if (kind is null or ReceiptKind.Failed && LooseJson.Is(status, "type"u8, "payment"u8))
            return Payment(account, status, word, user, at);

        // A status we do not know is nothing that the customer said.
        if (kind is not { } known || message is null)
            return EventCollector.Kept(account.Key, null, at, $"status {word}", status);
        var of = Correlation.Read(LooseJson.Text(status, "biz_opaque_callback_data"u8));
        var fault = known == ReceiptKind.Failed ? Fault(status) : null;
        return new(
            EventId.Of(message, word, LooseJson.Text(status, "recipient_participant_id"u8)),
            account.Key,
            user,
            at,
            standby,
            new InboundBody.Receipt(known, message, of, null, fault) { Pricing = Pricing(status) },
            fault is null ? null : EventCollector.Raw(status),
            Alias: user is not null && WhatsAppId.IsScoped(user) ? user : null
        );
    }

    private static InboundEvent Payment(MetaAccount account, JsonElement status, string word, string? user, DateTimeOffset at)
    {
        var payment = LooseJson.Object(status, "payment"u8);
        var reference = payment is { } told ? LooseJson.Text(told, "reference_id"u8) : null;
        var amount =
            payment is { } paid && LooseJson.Object(paid, "amount"u8) is { } sum && LooseJson.Number(sum, "value"u8) is { } value
                ? string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{value / (decimal)Math.Max(1, LooseJson.Number(sum, "offset"u8) ?? 1)} {LooseJson.Text(paid, "currency"u8)}"
                )
                : null;
        var detail = string.Join(" · ", new[] { word, reference, amount?.Trim() }.Where(part => !string.IsNullOrEmpty(part)));
        return new(
            EventId.Of("payment", EventId.Digest(status)),
            account.Key,
            user,
            at,
            false,
            new InboundBody.SystemMessage(SystemEvent.Payment, detail),
            user is null ? EventCollector.Raw(status) : null
        );
    }

    // Older accounts say only whether it is charged.
    private static MessagePricing? Pricing(JsonElement status)
    {
        if (LooseJson.Object(status, "pricing"u8) is not { } pricing || Word(pricing, "category"u8) is not { } category)
            return null;
        var type = Word(pricing, "type"u8)
            ?? (LooseJson.IsTrue(pricing, "billable"u8) ? MessagePricing.Regular : MessagePricing.FreeService);
        return new(category, type);
    }

    // The commonest webhook there is: its few words are not made anew each time.
    private static string? Word(JsonElement pricing, ReadOnlySpan<byte> name)
    {
        if (!pricing.TryGetProperty(name, out var told))
            return null;
        if (told.ValueKind == JsonValueKind.String)
            foreach (var (utf8, word) in Usual)
                if (told.ValueEquals(utf8))
                    return word;
        return LooseJson.Text(told) is { Length: > 0 and <= 40 } other ? other.ToLowerInvariant() : null;
    }

    private static readonly (byte[] Utf8, string Word)[] Usual =
    [
        .. new[] { "marketing", "utility", "service", "authentication", MessagePricing.Regular, MessagePricing.FreeService }.Select(word =>
            (System.Text.Encoding.UTF8.GetBytes(word), word)
        ),
    ];

    private static SendOutcome Fault(JsonElement status)
    {
        if (LooseJson.Array(status, "errors"u8) is { } errors)
            foreach (var error in errors.EnumerateArray())
                if (error.ValueKind == JsonValueKind.Object && GraphError.Of(error) is { } read)
                    return WhatsAppErrors.Table.Fault(read);
        return new SendOutcome.Refused(RefusalScope.Content, "failed", "");
    }
}

using System.Text.Json;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Adapters.WhatsApp;

/// <summary>News of a business account: its templates, and how WhatsApp stands to it.</summary>
/// <seealso href="https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update"/>
internal static class WhatsAppNews
{
    /// <summary>Null for what is only kept.</summary>
    public static InboundBody? Read(string waba, string field, JsonElement value) =>
        field switch
        {
            "message_template_status_update" => Template(waba, value, Upper(value, "event"u8), Reason(value)),
            "message_template_quality_update" => Template(waba, value, null, LooseJson.Text(value, "new_quality_score"u8)),
            "template_category_update" => Template(
                waba,
                value,
                null,
                LooseJson.Text(value, "new_category"u8) ?? LooseJson.Text(value, "correct_category"u8)
            ),
            "message_template_components_update" => Template(waba, value, null, null),
            "account_update" => Account(value),
            "account_review_update" => Upper(value, "decision"u8) is "REJECTED" or "DISABLED"
                ? new InboundBody.Standing(AccountStanding.Warned, Upper(value, "decision"u8)!, null)
                : null,
            "account_alerts" => Alert(value),

            // Another limit, better or worse, stops nothing. What is flagged has low quality; the end of that restores nothing, as nothing
            // was stopped.
            "phone_number_quality_update" => Upper(value, "event"u8) is "FLAGGED" or "DOWNGRADE"
                ? new InboundBody.Standing(
                    AccountStanding.Warned,
                    Upper(value, "event"u8)!,
                    LooseJson.Text(value, "display_phone_number"u8)
                )
                : null,
            _ => null,
        };

    private static InboundBody.TemplateChanged? Template(string waba, JsonElement value, string? status, string? reason)
    {
        var name = LooseJson.Text(value, "message_template_name"u8);
        var language = LooseJson.Text(value, "message_template_language"u8);

        // Sending wants en_US, webhooks may say en-US.
        return name is null || language is null
            ? null
            : new InboundBody.TemplateChanged(waba, name, language.Replace('-', '_'), status, reason is null ? null : Words.Tidy(reason));
    }

    private static string? Reason(JsonElement value)
    {
        if (
            LooseJson.Text(value, "reason"u8) is { Length: > 0 } reason
            && !string.Equals(reason, "NONE", StringComparison.OrdinalIgnoreCase)
        )
            return reason;
        return LooseJson.Object(value, "other_info"u8) is { } info
            ? LooseJson.Text(info, "title"u8) ?? LooseJson.Text(info, "description"u8)
            : null;
    }

    private static InboundBody.Standing? Account(JsonElement value)
    {
        var code = Upper(value, "event"u8) ?? "";
        return code switch
        {
            "ACCOUNT_DELETED" or "ACCOUNT_OFFBOARDED" => new(AccountStanding.Restricted, code, null),
            "ACCOUNT_RECONNECTED" => new(AccountStanding.Restored, code, null),
            "ACCOUNT_VIOLATION" => new(AccountStanding.Warned, code, Inside(value, "violation_info"u8, "violation_type"u8)),
            "ACCOUNT_RESTRICTION" => Restriction(value, code),
            "DISABLED_UPDATE" => Ban(value, code),
            _ => null,
        };
    }

    private static InboundBody.Standing Restriction(JsonElement value, string code)
    {
        List<string> types = [];
        if (LooseJson.Array(value, "restriction_info"u8) is { } restrictions)
            foreach (var restriction in restrictions.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object).Take(10))
                if (LooseJson.Text(restriction, "restriction_type"u8) is { } type)
                    types.Add(type);

        // Not to add numbers is no matter of sending.
        var sending = types.Count == 0 || types.Any(type => !type.Contains("ADD_PHONE_NUMBER", StringComparison.OrdinalIgnoreCase));
        return new(
            sending ? AccountStanding.Restricted : AccountStanding.Warned,
            code,
            types.Count == 0 ? null : Words.Tidy(string.Join(", ", types))
        );
    }

    private static InboundBody.Standing? Ban(JsonElement value, string code)
    {
        var state = Inside(value, "ban_info"u8, "waba_ban_state"u8)?.ToUpperInvariant();
        return state switch
        {
            "DISABLE" or "DISABLED" => new(AccountStanding.Restricted, code, state),
            "SCHEDULE_FOR_DISABLE" => new(AccountStanding.Warned, code, state),
            "REINSTATE" or "REINSTATED" => new(AccountStanding.Restored, code, state),
            _ => null,
        };
    }

    private static InboundBody.Standing? Alert(JsonElement value)
    {
        var alert = LooseJson.Object(value, "alert_info"u8) ?? value;
        return Upper(alert, "alert_severity"u8) is "WARNING" or "CRITICAL"
            ? new(
                AccountStanding.Warned,
                Upper(alert, "alert_type"u8) ?? "ALERT",
                LooseJson.Text(alert, "alert_description"u8) is { } words ? Words.Tidy(words) : null
            )
            : null;
    }

    private static string? Upper(JsonElement value, ReadOnlySpan<byte> name) =>
        LooseJson.Text(value, name) is { } word ? Words.Tidy(word).ToUpperInvariant().Replace(' ', '_') : null;

    private static string? Inside(JsonElement parent, ReadOnlySpan<byte> name, ReadOnlySpan<byte> member) =>
        LooseJson.Object(parent, name) is { } inner ? LooseJson.Text(inner, member) : null;
}

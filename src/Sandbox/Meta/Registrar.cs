using System.Globalization;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Customers;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>What people do in the platform's own pages: have a webhook verified, make and change templates, let the platform speak
/// up.</summary>
internal sealed class Registrar(MetaAccounts accounts, TemplateBook templates, Outbox outbox) : IDisposable
{
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        }
    )
    {
        Timeout = TimeSpan.FromSeconds(10),
    };
    private int _challenges = 1_158_201_443;

    /// <summary>Asks the webhook for its challenge back, as when it is set up.</summary>
    public async Task<object?> VerifyAsync(Channel channel, VerifyRequest wanted, CancellationToken cancel)
    {
        if (accounts.Find(channel, wanted.Id) is not { Webhook: { } webhook } account)
            return null;
        var challenge = wanted.Challenge ?? Interlocked.Increment(ref _challenges).ToString(CultureInfo.InvariantCulture);
        var token = Uri.EscapeDataString(wanted.VerifyToken ?? account.VerifyToken);
        var query =
            $"hub.mode={Uri.EscapeDataString(wanted.Mode)}&hub.challenge={Uri.EscapeDataString(challenge)}&hub.verify_token={token}";
        using var response = await _http.GetAsync(new Uri($"{webhook}{(webhook.Query.Length > 0 ? "&" : "?")}{query}"), cancel);
        var body = await response.Content.ReadAsStringAsync(cancel);
        return new
        {
            Status = (int)response.StatusCode,
            Verified = (int)response.StatusCode == 200 && body == challenge,
            Challenge = challenge,
            Body = body,
        };
    }

    /// <summary>Sends a webhook as it is given: on WhatsApp a field with its value, elsewhere an item of <c>messaging</c>, or a change if
    /// there is a field.</summary>
    public async Task<object?> TellAsync(Channel channel, TellRequest wanted)
    {
        if (accounts.Find(channel, wanted.Id) is not { Webhook: not null } account)
            return null;
        var json = wanted.Field is null
            ? (JsonObject)wanted.Value.DeepClone()
            : new JsonObject { ["field"] = wanted.Field, ["value"] = wanted.Value.DeepClone() };
        if (wanted.Field is not null && channel != Channel.WhatsApp)
            json["change"] = true;
        await outbox.TellAsync(account, new Told(null, null, null, json), wanted.Times);
        return new { Id = account.Id };
    }

    public int Replace(TemplatesRequest wanted)
    {
        templates.Replace(
            wanted.Waba,
            wanted.Templates.Select(t => new Template(
                GraphBody.Text(t["name"])!,
                GraphBody.Text(t["language"]) ?? "zh_TW",
                (JsonArray)t["components"]!.DeepClone()
            )
            {
                Id = GraphBody.Text(t["id"]) ?? "",
                Category = GraphBody.Text(t["category"]) ?? "MARKETING",
                Status = GraphBody.Text(t["status"]) ?? "APPROVED",
                Format = GraphBody.Text(t["parameter_format"]) ?? "POSITIONAL",
            })
        );
        return wanted.Templates.Count;
    }

    /// <summary>Changes a template's status and tells the WABA's webhook of it.</summary>
    public async Task<object?> ChangeAsync(TemplateStatusRequest wanted)
    {
        var changed = templates.Change(wanted.Waba, wanted.Name, wanted.Language, t =>
            t with
            {
                Status = wanted.Status ?? t.Status,
                Held = wanted.Held ?? t.Held,
            }
        );
        if (changed is null)
            return null;
        if (
            wanted is { Tell: true, Status: not null }
            && accounts.Of(Channel.WhatsApp).FirstOrDefault(a => a.Waba == wanted.Waba && a.Webhook is not null) is { } account
        )
        {
            await outbox.TellAsync(
                account,
                WhatsAppVoice.Change(
                    "message_template_status_update",
                    new JsonObject
                    {
                        ["event"] = wanted.Status,
                        ["message_template_id"] = long.Parse(changed.Id, CultureInfo.InvariantCulture),
                        ["message_template_name"] = changed.Name,
                        ["message_template_language"] = wanted.Hyphen ? changed.Language.Replace('_', '-') : changed.Language,
                        ["reason"] = wanted.Reason ?? "NONE",
                    }
                ),
                times: 1
            );
        }

        return new
        {
            changed.Name,
            changed.Language,
            changed.Status,
        };
    }

    public void Dispose() => _http.Dispose();
}

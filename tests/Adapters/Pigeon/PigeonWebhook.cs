using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OmoBroadcast.Adapters.Meta;
using OmoBroadcast.Adapters.Wire;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Tests.Adapters.Pigeon;

/// <summary>Signed with the hexadecimal HMAC-SHA256 of the body. The loft stands in the path or, without one, in the body.</summary>
internal sealed class PigeonWebhook(PigeonAccounts accounts)
{
    public const string Header = "X-Pigeon-Signature";

    public WebhookReading Read(WebhookRequest request)
    {
        if (request.Method != "POST")
            return new WebhookReading.Refused(405, "pigeons only post");
        if (RequestHeaders.Find(request, Header) is not { } signature)
            return new WebhookReading.Refused(401, "no signature");
        var signers = accounts.All.Where(account => account.Secrets.Any(secret => Fits(signature, secret, request.Body.Span))).ToList();
        return signers.Count == 0 ? new WebhookReading.Refused(401, "wrong signature") : Understand(request, signers);
    }

    public static string Sign(ReadOnlySpan<byte> body, byte[] secret) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, body));

    private WebhookReading Understand(WebhookRequest request, List<PigeonAccount> signers)
    {
        try
        {
            using var document = ShallowJson.Parse(request.Body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || LooseJson.Array(root, "letters"u8) is not { } letters)
                return new WebhookReading.Refused(400, "no letters");
            var loft = request.Path.Length > 0 ? request.Path : LooseJson.Text(root, "loft"u8) ?? "";
            if (accounts.Find(loft) is not { } account)
                return new WebhookReading.Refused(404, "unknown loft");
            return signers.Contains(account)
                ? new WebhookReading.Events([.. letters.EnumerateArray().Select(letter => One(account.Key, letter))])
                : new WebhookReading.Refused(401, "wrong signature");
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            return new WebhookReading.Refused(400, "not a webhook body");
        }
    }

    // What is not understood is kept raw, and costs none of the letters beside it.
    private static InboundEvent One(AccountKey account, JsonElement letter)
    {
        if (letter.ValueKind != JsonValueKind.Object)
            return new(EventId.Digest(letter), account, null, Sent(null), false, new InboundBody.Other("no letter"), Raw(letter));
        var id = PlatformId.Read(letter, "letter"u8, 100);
        var words = LooseJson.Text(letter, "words"u8);
        InboundBody body =
            id is not null && words is not null
                ? new InboundBody.Message(id, MessageKind.Text, words, null)
                : new InboundBody.Other("letter");
        return new(
            id ?? EventId.Digest(letter),
            account,
            PlatformId.Read(letter, "from"u8, 100),
            Sent(LooseJson.Number(letter, "at"u8)),
            false,
            body,
            body is InboundBody.Other ? Raw(letter) : null
        );
    }

    private static string Raw(JsonElement letter) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(letter));

    private static DateTimeOffset Sent(long? milliseconds) =>
        milliseconds is > 0 and < 7_000_000_000_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value)
            : DateTimeOffset.UnixEpoch;

    private static bool Fits(string signature, byte[] secret, ReadOnlySpan<byte> body) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(body, secret)));
}

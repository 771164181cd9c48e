using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Bench.Wire;

/// <summary>Signed webhooks of one event each as whole HTTP requests, made beforehand.</summary>
internal sealed class SignedWebhooks
{
    private static readonly string[] Words =
    [
        "你好，請問新品什麼時候上市？",
        "請問台北店還有貨嗎",
        "Hi, is the store open on Sunday?",
        "想預約週末試穿",
        "謝謝",
    ];

    private static readonly string[] Told = ["sent", "delivered", "read"];

    private readonly byte[] bytes;
    private readonly int[] ends;

    private SignedWebhooks(int count, Func<int, byte[]> body, Func<byte[], string> head)
    {
        var all = new MemoryStream(count * 1024);
        ends = new int[count];
        for (var i = 0; i < count; i++)
        {
            var written = body(i);
            all.Write(Encoding.ASCII.GetBytes(head(written)));
            all.Write(written);
            ends[i] = (int)all.Length;
        }

        bytes = all.ToArray();
    }

    /// <summary>What customers say to an account of LINE.</summary>
    /// <param name="count">How many.</param>
    /// <param name="people">Customers they come from, in a random order.</param>
    /// <param name="series">A number no other set has: event ids differ between sets.</param>
    public static SignedWebhooks Line(int count, int people, int series, string destination, string secret)
    {
        var (random, key) = (new Random(series), Encoding.UTF8.GetBytes(secret));
        // The last event is now; they are a millisecond apart.
        var newest = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return new(
            count,
            i => Encoding.UTF8.GetBytes(Body(destination, People.Id(random.Next(people)), series, i, newest - count + i)),
            body =>
                Head(
                    "line",
                    "LineBotWebhook/2.0",
                    body.Length,
                    $"x-line-signature: {Convert.ToBase64String(HMACSHA256.HashData(key, body))}"
                )
        );
    }

    /// <summary>What became of messages of ours on WhatsApp: of each that it was sent, delivered and read, one in a body.</summary>
    /// <param name="messages">Number of the customer and our name for the message.</param>
    public static SignedWebhooks Statuses(int count, IReadOnlyList<(int Number, string Name)> messages, MetaAccountSeed account)
    {
        // Of a thousand messages first all are sent, then all delivered, then all read.
        const int together = 1_000;
        var key = Encoding.UTF8.GetBytes(MetaAccountSeed.Secret);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return new(
            count,
            i =>
            {
                var (block, at) = Math.DivRem(i, together * Told.Length);
                var (number, name) = messages[(block * together) + (at % together)];
                return Encoding.UTF8.GetBytes(Status(account.Id, number, name, Told[at / together], now));
            },
            body =>
                Head(
                    "whatsapp",
                    "facebookexternalua",
                    body.Length,
                    $"X-Hub-Signature-256: sha256={Convert.ToHexStringLower(HMACSHA256.HashData(key, body))}"
                )
        );
    }

    public int Count => ends.Length;

    public ReadOnlyMemory<byte> this[int i] => bytes.AsMemory(i == 0 ? 0 : ends[i - 1], ends[i] - (i == 0 ? 0 : ends[i - 1]));

    private static string Head(string channel, string agent, int length, string signature) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"POST /webhooks/{channel} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=utf-8\r\nUser-Agent: {agent}\r\nContent-Length: {length}\r\n{signature}\r\n\r\n"
        );

    private static string Status(string account, int number, string name, string status, long at) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{MetaAccountSeed.Waba}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"886221234567","phone_number_id":"{{{account}}}"},"statuses":[{"id":"wamid.{{{name}}}","status":"{{{status}}}","timestamp":"{{{at}}}","recipient_id":"{{{People.Phone(number)}}}","biz_opaque_callback_data":"{{{name}}}.0","conversation":{"id":"CONVERSATION_ID","origin":{"type":"service"}},"pricing":{"billable":false,"pricing_model":"PMP","category":"service","type":"free_customer_service"}}]}}]}]}"""
        );

    private static string Body(string destination, string user, int series, int i, long at) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"destination":"{{destination}}","events":[{"type":"message","message":{"type":"text","id":"5{{series:D7}}{{i:D10}}","quoteToken":"q3Plxr4AgKd_{{i:D10}}abcdefghij","markAsReadToken":"30yhdy232{{i:D10}}","text":"{{Words[i % Words.Length]}}"},"webhookEventId":"01J{{series:D8}}{{i:D15}}","deliveryContext":{"isRedelivery":false},"timestamp":{{at}},"source":{"type":"user","userId":"{{user}}"},"replyToken":"757913772c4646b784d4b7{{i:D10}}","mode":"active"}]}"""
        );
}

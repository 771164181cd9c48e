using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OmoBroadcast.Bench.Wire;

/// <summary>Signed one-event LINE webhooks as whole HTTP requests, made beforehand, each with an event id of its own.</summary>
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

    private readonly byte[] bytes;
    private readonly int[] ends;

    /// <param name="count">How many.</param>
    /// <param name="people">Customers they come from, in a random order.</param>
    /// <param name="series">A number no other set has: event ids differ between sets.</param>
    /// <param name="newest">Unix milliseconds of the last event; they are a millisecond apart.</param>
    public SignedWebhooks(int count, int people, int series, long newest, string destination, string secret)
    {
        var random = new Random(series);
        var key = Encoding.UTF8.GetBytes(secret);
        var all = new MemoryStream(count * 1024);
        Span<byte> signature = stackalloc byte[44];
        ends = new int[count];
        for (var i = 0; i < count; i++)
        {
            var body = Encoding.UTF8.GetBytes(Body(destination, People.Id(random.Next(people)), series, i, newest - count + i));
            HMACSHA256.HashData(key, body, signature);
            Base64.EncodeToUtf8InPlace(signature, 32, out _);
            all.Write(
                Encoding.ASCII.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"POST /webhooks/line HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=utf-8\r\nUser-Agent: LineBotWebhook/2.0\r\nContent-Length: {body.Length}\r\nx-line-signature: "
                    )
                )
            );
            all.Write(signature);
            all.Write("\r\n\r\n"u8);
            all.Write(body);
            ends[i] = (int)all.Length;
        }

        bytes = all.ToArray();
    }

    public int Count => ends.Length;

    public ReadOnlyMemory<byte> this[int i] => bytes.AsMemory(i == 0 ? 0 : ends[i - 1], ends[i] - (i == 0 ? 0 : ends[i - 1]));

    private static string Body(string destination, string user, int series, int i, long at) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"destination":"{{destination}}","events":[{"type":"message","message":{"type":"text","id":"5{{series:D7}}{{i:D10}}","quoteToken":"q3Plxr4AgKd_{{i:D10}}abcdefghij","markAsReadToken":"30yhdy232{{i:D10}}","text":"{{Words[i % Words.Length]}}"},"webhookEventId":"01J{{series:D8}}{{i:D15}}","deliveryContext":{"isRedelivery":false},"timestamp":{{at}},"source":{"type":"user","userId":"{{user}}"},"replyToken":"757913772c4646b784d4b7{{i:D10}}","mode":"active"}]}"""
        );
}
